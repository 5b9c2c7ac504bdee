using Modular.Application.Orders;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Npgsql;

namespace Modular.Infrastructure.Orders;

/// <summary>
/// Rows are compared as a whole rather than the customer for equality: with that the planner could take the orders of everybody by
/// number and look for the customer's among them, which is slow for whoever has not ordered for long.
/// </summary>
internal sealed class PostgreSqlOrderPages(NpgsqlDataSource database) : IOrderPages
{
    private const string Page = "SELECT id, status, currency, total_minor, placed_at FROM orders ";

    private const string OldestFirst =
        Page + "WHERE (customer_id, id) > ($1, $2) AND customer_id <= $1 ORDER BY customer_id, id LIMIT $3";

    private const string NewestFirst =
        Page + "WHERE (customer_id, id) < ($1, $2) AND customer_id >= $1 ORDER BY customer_id DESC, id DESC LIMIT $3";

    private const string OldestFirstOf =
        Page + "WHERE (customer_id, status, id) > ($1, $4, $2) AND (customer_id, status) <= ($1, $4) ORDER BY customer_id, status, id LIMIT $3";

    private const string NewestFirstOf =
        Page + "WHERE (customer_id, status, id) < ($1, $4, $2) AND (customer_id, status) >= ($1, $4) "
        + "ORDER BY customer_id DESC, status DESC, id DESC LIMIT $3";

    public async ValueTask<IReadOnlyList<OrderSummary>> ReadAsync(CustomerId owner, OrderQuery query, CancellationToken cancellationToken)
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
}
