using Modular.Domain.Customers;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Orders;

internal sealed class SqliteOutbox(SqliteWriter writer) : IOutbox
{
    private readonly SqliteQuery _last = new("SELECT max(id) FROM (SELECT id FROM outbox ORDER BY id LIMIT ?1 + 0)");

    private readonly SqliteQuery _move = new(
        $"""
        INSERT INTO order_events (customer_id, order_id, status, at)
        SELECT {SqliteActingCustomers.ByNow("outbox.customer_id")}, order_id, status, at FROM outbox WHERE id <= ?1 ORDER BY id
        RETURNING customer_id
        """);

    private readonly SqliteQuery _delete = new("DELETE FROM outbox WHERE id <= ?1");

    // Nobody writes to the file meanwhile, and numbers are given in the order of commits: below the last one there is no gap to be filled.
    public Task<IReadOnlyList<CustomerId>> MoveAsync(int most, CancellationToken cancellationToken) => writer.WriteAsync<IReadOnlyList<CustomerId>>(
        write =>
        {
            if (write.Run(_last, most, TakeLast) is not { } last)
            {
                return [];
            }

            var moved = write.Run(_move, last, TakeMoved);
            write.Run(_delete, last, static (rows, id) =>
            {
                rows.Bind(1, id);
                return rows.Next();
            });
            return moved;
        },
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
}
