using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Modular.Application.Orders;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Infrastructure.Orders;
using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql;

/// <summary>
/// Orders in a PostgreSQL database. A page compares rows as a whole rather than the customer for equality: with that the planner could
/// take the orders of all customers by number and look for the customer's among them, which is slow for one who has not ordered for long.
/// </summary>
internal sealed class PostgreSqlOrderStore(
    NpgsqlDataSource database, Lazy<ModularDb> db, IWriter writer, OrderQueries queries, OutboxSignal bell, TimeProvider time)
    : OrderStore(db, writer, queries, bell, time)
{
    private static readonly string Page = $"SELECT id, {ModularDb.PageColumns} FROM orders ";

    private static readonly string OldestFirst =
        Page + "WHERE (customer_id, id) > ($1, $2) AND customer_id <= $1 ORDER BY customer_id, id LIMIT $3";

    private static readonly string NewestFirst =
        Page + "WHERE (customer_id, id) < ($1, $2) AND customer_id >= $1 ORDER BY customer_id DESC, id DESC LIMIT $3";

    private static readonly string OldestFirstOf =
        Page + "WHERE (customer_id, status, id) > ($1, $4, $2) AND (customer_id, status) <= ($1, $4) ORDER BY customer_id, status, id LIMIT $3";

    private static readonly string NewestFirstOf =
        Page + "WHERE (customer_id, status, id) < ($1, $4, $2) AND (customer_id, status) >= ($1, $4) "
        + "ORDER BY customer_id DESC, status DESC, id DESC LIMIT $3";

    private readonly Lazy<ModularDb> _db = db;
    private readonly IWriter _writer = writer;

    public override async ValueTask<IReadOnlyList<OrderSummary>> ListAsync(CustomerId owner, OrderQuery query, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand((query.Status, query.NewestFirst) switch
        {
            (null, false) => OldestFirst,
            (null, true) => NewestFirst,
            (_, false) => OldestFirstOf,
            (_, true) => NewestFirstOf,
        });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = query.After?.Value ?? (query.NewestFirst ? long.MaxValue : 0) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Limit + 1 });
        if (query.Status is { } status)
        {
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (int)status });
        }

        var orders = new List<OrderSummary>(query.Limit + 1);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            orders.Add(new OrderSummary(
                rows.GetInt64(0), (OrderStatus)rows.GetInt32(1), rows.GetString(2), rows.GetInt64(3), rows.GetFieldValue<DateTimeOffset>(4)));
        }

        return orders;
    }

    protected override Task<ErrorOr<Placing>> PlaceAsync(
        CustomerId owner, Func<CustomerId, Order> place, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        return _writer.WriteAsync(owner, PlaceAsync, cancellationToken);

        async Task<ErrorOr<Placing>> PlaceAsync(ModularDb write, CancellationToken cancelled)
        {
            // One at a time for one customer: a caller who has read a page behind a number finds no lower one later.
            var customer = await write.LockActingAsync(owner, cancelled);
            if (customer.IsError)
            {
                return customer.Errors;
            }

            if (key is not null && await FindAsync(write, customer.Value, key.Value, cancelled) is { } used)
            {
                if (AnswerOf(used, key) is { } earlier)
                {
                    return earlier.IsError ? earlier.Errors : new Placing(earlier.Value, New: null);
                }

                write.Remove(used);
            }

            var order = place(customer.Value);
            write.Orders.Add(order);
            await write.SaveChangesAsync(cancelled);
            write.Add(OutboxEntry.Of(order));
            if (key is not null)
            {
                write.Add(new IdempotencyRecord(order.CustomerId, key.Value, key.Fingerprint, order.Id, order.PlacedAt));
            }

            await write.SaveChangesAsync(cancelled);
            return new Placing(order.Id, OrderDetails.Of(order));
        }
    }

    protected override async ValueTask<IdempotencyRecord?> FindKeyAsync(CustomerId owner, string key, CancellationToken cancellationToken) =>
        await FindAsync(_db.Value, owner, key, cancellationToken);

    private static Task<IdempotencyRecord?> FindAsync(ModularDb from, CustomerId owner, string key, CancellationToken cancellationToken) =>
        from.Set<IdempotencyRecord>().AsNoTracking().SingleOrDefaultAsync(used => used.CustomerId == owner && used.Key == key, cancellationToken);
}
