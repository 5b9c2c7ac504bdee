using ErrorOr;
using Modular.Application.Orders;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Orders;

/// <summary>Statements that stay prepared on the writer's connection: all writers wait for it, so what it does takes little.</summary>
internal sealed class SqliteNewOrders(SqliteWriter writer, SqliteReaders readers, TimeProvider time) : INewOrders
{
    private readonly SqliteQuery _key = new("SELECT fingerprint, order_id, at FROM idempotency_keys WHERE customer_id = ?1 AND key = ?2");

    private readonly SqliteQuery _addOrder = new(
        """
        INSERT INTO orders (customer_id, status, currency, total_minor, placed_at, version, lines, history)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id
        """);

    private readonly SqliteQuery _addEntry = new("INSERT INTO outbox (customer_id, order_id, status, at) VALUES (?1, ?2, ?3, ?4)");

    // One that may be used again is replaced.
    private readonly SqliteQuery _addKey = new(
        """
        INSERT INTO idempotency_keys (customer_id, key, fingerprint, order_id, at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (customer_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, order_id = excluded.order_id, at = excluded.at
        """);

    public Task<ErrorOr<Placing>> AddAsync(
        CustomerId owner, Func<CustomerId, Order> place, IdempotencyKey? key, CancellationToken cancellationToken) =>
        writer.WriteAsync(write => Add(write, owner, place, key), cancellationToken);

    public ValueTask<UsedKey?> FindKeyAsync(CustomerId owner, string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(readers.Read(_key, (owner, key), TakeKey));

    private ErrorOr<Placing> Add(SqliteStatements write, CustomerId owner, Func<CustomerId, Order> place, IdempotencyKey? key)
    {
        var customer = write.Acting(owner);
        if (customer.IsError)
        {
            return customer.Errors;
        }

        if (key is not null
            && write.Run(_key, (customer.Value, key.Value), TakeKey)?.Answer(key, time.GetUtcNow()) is { } earlier)
        {
            return earlier.IsError ? earlier.Errors : new Placing(earlier.Value, New: null);
        }

        var order = place(customer.Value);
        var id = write.Run(_addOrder, order, AddOrder);
        write.Run(_addEntry, (id, order), AddEntry);
        if (key is not null)
        {
            write.Run(_addKey, (id, order, key), AddKey);
        }

        return new Placing(new OrderId(id), OrderDetails.Of(order) with { Id = id });
    }

    private static UsedKey? TakeKey(SqliteRows rows, (CustomerId Owner, string Key) asked)
    {
        rows.Bind(1, asked.Owner.Value);
        rows.Bind(2, asked.Key);
        return rows.Next()
            ? new UsedKey(asked.Owner, asked.Key, rows.Bytes(0).ToArray(), new OrderId(rows.Number(1)), rows.Instant(2))
            : null;
    }

    private static long AddOrder(SqliteRows rows, Order order)
    {
        rows.Bind(1, order.CustomerId.Value);
        rows.Bind(2, (long)order.Status);
        rows.Bind(3, order.Currency.Code);
        rows.Bind(4, order.TotalMinor);
        rows.Bind(5, order.PlacedAt);
        rows.Bind(6, order.Version);
        rows.BindText(7, SqliteOrderJson.OfLines(order));
        rows.BindText(8, SqliteOrderJson.OfHistory(order));
        rows.Next();
        var id = rows.Number(0);
        rows.Next();
        return id;
    }

    private static bool AddEntry(SqliteRows rows, (long Id, Order Order) placed)
    {
        var last = placed.Order.History[^1];
        rows.Bind(1, placed.Order.CustomerId.Value);
        rows.Bind(2, placed.Id);
        rows.Bind(3, (long)last.Status);
        rows.Bind(4, last.At);
        return rows.Next();
    }

    private static bool AddKey(SqliteRows rows, (long Id, Order Order, IdempotencyKey Key) placed)
    {
        rows.Bind(1, placed.Order.CustomerId.Value);
        rows.Bind(2, placed.Key.Value);
        rows.Bind(3, placed.Key.Fingerprint);
        rows.Bind(4, placed.Id);
        rows.Bind(5, placed.Order.PlacedAt);
        return rows.Next();
    }
}
