using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

public sealed class PostgreSqlQueryPlanTests(PostgreSqlStore store) : QueryPlanContract, IClassFixture<PostgreSqlStore>
{
    // The planner decides by the statistics of the tables: 2,000 customers, 40 of them with 1,000 orders each.
    private const string Fill =
        """
        INSERT INTO customers (id, status, profile, first_seen_at)
        SELECT lpad(n::text, 32, '0')::uuid, 1, '{{}}', now() FROM generate_series(1, 2000) AS n;
        INSERT INTO customer_identities (id, issuer, subject, linked_at, customer_id)
        SELECT id, 'i', n::text, now(), id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM customers) AS numbered;
        INSERT INTO orders (customer_id, status, currency, total_minor, placed_at, version, lines, history)
        SELECT lpad((1 + n % 40)::text, 32, '0')::uuid, CASE WHEN n % 41 = 0 THEN 1 + (n / 41) % 3 ELSE 4 END, 'EUR', n, now(), 1, '[]', '[]' FROM generate_series(1, 40000) AS n;
        INSERT INTO order_events (customer_id, order_id, status, at)
        SELECT lpad((1 + n % 40)::text, 32, '0')::uuid, n, 1, now() FROM generate_series(1, 40000) AS n;
        """;

    protected override string Mine =>
        "SELECT id, status, currency, total_minor, placed_at FROM orders WHERE (customer_id, id) > ({0}, 5) AND customer_id <= {0} ORDER BY customer_id, id LIMIT 21";

    protected override string MineOf =>
        "SELECT id FROM orders WHERE (customer_id, status, id) < ({0}, 4, 30000) AND (customer_id, status) >= ({0}, 4) "
        + "ORDER BY customer_id DESC, status DESC, id DESC LIMIT 21";

    protected override IEnumerable<string> Slow => ["Seq Scan", "Bitmap", "Sort"];

    protected override async Task<string> ExplainAsync(string query)
    {
        if (!await store.WithAsync<ModularDb, bool>((db, cancellationToken) => db.Orders.AnyAsync(cancellationToken)))
        {
            await store.WithAsync<ModularDb, int>((db, cancellationToken) => db.Database.ExecuteSqlRawAsync(Fill, cancellationToken));

            // As autovacuum does, by which the planner knows what an index tells alone.
            await store.WithAsync<ModularDb, int>((db, cancellationToken) => db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE", cancellationToken));
        }

        return string.Join('\n', await store.ReadAsync(
            "EXPLAIN " + string.Format(CultureInfo.InvariantCulture, query, "'00000000-0000-0000-0000-000000000007'")));
    }
}
