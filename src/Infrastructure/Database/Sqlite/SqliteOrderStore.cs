using System.Text;
using ErrorOr;
using Modular.Application.Orders;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Infrastructure.Database.Sqlite.Engine;
using Modular.Infrastructure.Orders;

namespace Modular.Infrastructure.Database.Sqlite;

/// <summary>
/// Orders in a SQLite file. Placing one goes by statements that stay prepared on the writer's connection: all writers wait for it, so it
/// has to be short.
/// </summary>
internal sealed class SqliteOrderStore(
    Lazy<ModularDb> db, SqliteWriter writer, SqliteReaders readers, OrderQueries queries, OutboxSignal bell, TimeProvider time)
    : OrderStore(db, writer, queries, bell, time)
{
    private static readonly string Page = $"SELECT id, {ModularDb.PageColumns} FROM orders WHERE customer_id = ?1 ";

    // A bare parameter behind LIMIT would have SQLite compile the statement anew for each value that is bound to it.
    private static readonly SqliteQuery OldestFirst = new(Page + "AND id > ?2 ORDER BY id LIMIT ?3 + 0");
    private static readonly SqliteQuery NewestFirst = new(Page + "AND id < ?2 ORDER BY id DESC LIMIT ?3 + 0");
    private static readonly SqliteQuery OldestFirstOf = new(Page + "AND status = ?4 AND id > ?2 ORDER BY id LIMIT ?3 + 0");
    private static readonly SqliteQuery NewestFirstOf = new(Page + "AND status = ?4 AND id < ?2 ORDER BY id DESC LIMIT ?3 + 0");

    private static readonly SqliteInsert<Order> NewOrder = new(
        "orders",
        [
            ("customer_id", static (rows, i, order) => rows.Bind(i, order.CustomerId.Value)),
            ("status", static (rows, i, order) => rows.Bind(i, (long)order.Status)),
            ("currency", static (rows, i, order) => rows.Bind(i, order.Currency.Code)),
            ("total_minor", static (rows, i, order) => rows.Bind(i, order.TotalMinor)),
            ("placed_at", static (rows, i, order) => rows.Bind(i, order.PlacedAt)),
            ("version", static (rows, i, order) => rows.Bind(i, order.Version)),
            ("lines", static (rows, i, order) => rows.BindText(i, SqliteOrderJson.OfLines(order))),
            ("history", static (rows, i, order) => rows.BindText(i, SqliteOrderJson.OfHistory(order))),
        ],
        "RETURNING id");

    private static readonly SqliteInsert<(long Id, Order Order)> NewEntry = new(
        "outbox",
        [
            ("customer_id", static (rows, i, placed) => rows.Bind(i, placed.Order.CustomerId.Value)),
            ("order_id", static (rows, i, placed) => rows.Bind(i, placed.Id)),
            ("status", static (rows, i, placed) => rows.Bind(i, (long)placed.Order.History[^1].Status)),
            ("at", static (rows, i, placed) => rows.Bind(i, placed.Order.History[^1].At)),
            ("trace_parent", static (rows, i, _) => rows.Bind(i, OutboxTraces.Current)),
        ]);

    private static readonly SqliteQuery KnownKey = new("SELECT fingerprint, order_id, at FROM idempotency_keys WHERE customer_id = ?1 AND key = ?2");

    // A key that may be used again is replaced.
    private static readonly SqliteInsert<(long Id, Order Order, IdempotencyKey Key)> NewKey = new(
        "idempotency_keys",
        [
            ("customer_id", static (rows, i, placed) => rows.Bind(i, placed.Order.CustomerId.Value)),
            ("key", static (rows, i, placed) => rows.Bind(i, placed.Key.Value)),
            ("fingerprint", static (rows, i, placed) => rows.Bind(i, placed.Key.Fingerprint)),
            ("order_id", static (rows, i, placed) => rows.Bind(i, placed.Id)),
            ("at", static (rows, i, placed) => rows.Bind(i, placed.Order.PlacedAt)),
        ],
        "ON CONFLICT (customer_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, order_id = excluded.order_id, at = excluded.at");

    private readonly SqliteWriter _writer = writer;

    public override ValueTask<IReadOnlyList<OrderSummary>> ListAsync(CustomerId owner, OrderQuery query, CancellationToken cancellationToken)
    {
        var page = (query.Status, query.NewestFirst) switch
        {
            (null, false) => OldestFirst,
            (null, true) => NewestFirst,
            (_, false) => OldestFirstOf,
            (_, true) => NewestFirstOf,
        };
        return ValueTask.FromResult(readers.Read(page, (owner, query), TakePage));
    }

    protected override Task<ErrorOr<Placing>> PlaceAsync(
        CustomerId owner, Func<CustomerId, Order> place, IdempotencyKey? key, CancellationToken cancellationToken) =>
        _writer.WriteAsync(write => Place(write, owner, place, key), cancellationToken);

    protected override ValueTask<IdempotencyRecord?> FindKeyAsync(CustomerId owner, string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(readers.Read(KnownKey, (owner, key), TakeKey));

    private ErrorOr<Placing> Place(SqliteStatements write, CustomerId owner, Func<CustomerId, Order> place, IdempotencyKey? key)
    {
        var customer = write.Acting(owner);
        if (customer.IsError)
        {
            return customer.Errors;
        }

        if (key is not null && AnswerOf(write.Run(KnownKey, (customer.Value, key.Value), TakeKey), key) is { } earlier)
        {
            return earlier.IsError ? earlier.Errors : new Placing(earlier.Value, New: null);
        }

        var order = place(customer.Value);
        var id = write.Add(NewOrder, order);
        write.Add(NewEntry, (id, order));
        if (key is not null)
        {
            write.Add(NewKey, (id, order, key));
        }

        return new Placing(new OrderId(id), OrderDetails.Of(order) with { Id = id });
    }

    private static IReadOnlyList<OrderSummary> TakePage(SqliteRows rows, (CustomerId Owner, OrderQuery Query) asked)
    {
        var (owner, query) = asked;
        rows.Bind(1, owner.Value);
        rows.Bind(2, query.After?.Value ?? (query.NewestFirst ? long.MaxValue : 0));
        rows.Bind(3, query.Limit + 1);
        if (query.Status is { } status)
        {
            rows.Bind(4, (long)status);
        }

        var orders = new List<OrderSummary>(query.Limit + 1);
        var currency = "";
        while (rows.Next())
        {
            // Neighbours mostly share it.
            var code = rows.Bytes(2);
            if (!Ascii.Equals(code, currency))
            {
                currency = Encoding.ASCII.GetString(code);
            }

            orders.Add(new OrderSummary(rows.Number(0), (OrderStatus)rows.Number(1), currency, rows.Number(3), rows.Instant(4)));
        }

        return orders;
    }

    private static IdempotencyRecord? TakeKey(SqliteRows rows, (CustomerId Owner, string Key) asked)
    {
        rows.Bind(1, asked.Owner.Value);
        rows.Bind(2, asked.Key);
        return rows.Next()
            ? new IdempotencyRecord(asked.Owner, asked.Key, rows.Bytes(0).ToArray(), new OrderId(rows.Number(1)), rows.Instant(2))
            : null;
    }
}
