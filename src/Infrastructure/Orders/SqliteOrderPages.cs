using System.Text;
using Modular.Application.Orders;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Orders;

internal sealed class SqliteOrderPages(SqliteReaders readers) : IOrderPages
{
    private const string Page = "SELECT id, status, currency, total_minor, placed_at FROM orders WHERE customer_id = ?1 ";

    // A bare parameter behind LIMIT would have SQLite compile the statement anew for each value that is bound to it.
    private readonly SqliteQuery _oldestFirst = new(Page + "AND id > ?2 ORDER BY id LIMIT ?3 + 0");
    private readonly SqliteQuery _newestFirst = new(Page + "AND id < ?2 ORDER BY id DESC LIMIT ?3 + 0");
    private readonly SqliteQuery _oldestFirstOf = new(Page + "AND status = ?4 AND id > ?2 ORDER BY id LIMIT ?3 + 0");
    private readonly SqliteQuery _newestFirstOf = new(Page + "AND status = ?4 AND id < ?2 ORDER BY id DESC LIMIT ?3 + 0");

    public ValueTask<IReadOnlyList<OrderSummary>> ReadAsync(CustomerId owner, OrderQuery query, CancellationToken cancellationToken)
    {
        var text = (query.Status, query.NewestFirst) switch
        {
            (null, false) => _oldestFirst,
            (null, true) => _newestFirst,
            (_, false) => _oldestFirstOf,
            (_, true) => _newestFirstOf,
        };
        return ValueTask.FromResult(readers.Read(text, (owner, query), Take));
    }

    private static IReadOnlyList<OrderSummary> Take(SqliteRows rows, (CustomerId Owner, OrderQuery Query) asked)
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
}
