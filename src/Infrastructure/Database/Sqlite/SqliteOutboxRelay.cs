using Modular.Domain.Customers;
using Modular.Infrastructure.Database.Sqlite.Engine;
using Modular.Infrastructure.Orders;

namespace Modular.Infrastructure.Database.Sqlite;

/// <summary>Moves the outbox of a SQLite file.</summary>
internal sealed class SqliteOutboxRelay(SqliteWriter writer, OutboxRelay.Surroundings around) : OutboxRelay(around)
{
    private const string Columns = "customer_id, order_id, status, at";

    private static readonly SqliteQuery Last = new("SELECT max(id) FROM (SELECT id FROM outbox ORDER BY id LIMIT ?1 + 0)");

    private static readonly SqliteQuery Move = new(
        $"INSERT INTO order_events ({Columns}) SELECT {Columns} FROM outbox WHERE id <= ?1 ORDER BY id RETURNING customer_id");

    private static readonly SqliteQuery Delete = new("DELETE FROM outbox WHERE id <= ?1 RETURNING trace_parent");

    // No other writer has the file meanwhile, and numbers are given in the order of commits: below the last one there is no gap to be filled.
    protected override Task<MovedEntries> MoveAsync(int most, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            write => write.Run(Last, most, TakeLast) is { } last
                ? new MovedEntries(write.Run(Move, last, TakeMoved), write.Run(Delete, last, TakeTraces))
                : MovedEntries.None,
            cancellationToken);

    private static long? TakeLast(SqliteRows rows, int most)
    {
        rows.Bind(1, most);
        return rows.Next() && !rows.IsNull(0) ? rows.Number(0) : null;
    }

    private static List<CustomerId> TakeMoved(SqliteRows rows, long last)
    {
        rows.Bind(1, last);
        var customers = new List<CustomerId>();
        while (rows.Next())
        {
            customers.Add(new CustomerId(rows.Uuid(0)));
        }

        return customers;
    }

    private static List<string> TakeTraces(SqliteRows rows, long last)
    {
        rows.Bind(1, last);
        var traces = new List<string>();
        while (rows.Next())
        {
            if (!rows.IsNull(0))
            {
                traces.Add(rows.Text(0));
            }
        }

        return traces;
    }
}
