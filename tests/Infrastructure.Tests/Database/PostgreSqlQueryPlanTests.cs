using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Tests.Database;

public sealed class PostgreSqlQueryPlanTests(PostgreSqlStore store) : QueryPlanContract, IClassFixture<PostgreSqlStore>
{
    // Its planner decides by what is in the tables: 2,000 customers, of whom 400 have 200 orders each.
    private const string Fill =
        """
        INSERT INTO customers (id, status, profile, first_seen_at)
        SELECT lpad(n::text, 32, '0')::uuid, 1, '{{}}', now() FROM generate_series(1, 2000) AS n;
        INSERT INTO customer_identities (id, issuer, subject, linked_at, customer_id)
        SELECT id, 'i', n::text, now(), id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM customers) AS numbered;
        INSERT INTO orders (customer_id, status, currency, total_minor, placed_at, version, lines, history)
        SELECT lpad((1 + n % 400)::text, 32, '0')::uuid, 1 + (n / 400) % 4, 'EUR', n, now(), 1, '[]', '[]' FROM generate_series(1, 80000) AS n;
        ANALYZE;
        """;

    protected override IEnumerable<string> Slow => ["Seq Scan", "Bitmap", "Sort"];

    protected override async Task<string> ExplainAsync(string query)
    {
        await store.WithAsync<ModularDb, bool>(async (db, cancellationToken) =>
            await db.Orders.AnyAsync(cancellationToken) || await db.Database.ExecuteSqlRawAsync(Fill, cancellationToken) > 0);
        return string.Join('\n', await store.ReadAsync(
            "EXPLAIN " + string.Format(CultureInfo.InvariantCulture, query, "'00000000-0000-0000-0000-000000000007'")));
    }
}
