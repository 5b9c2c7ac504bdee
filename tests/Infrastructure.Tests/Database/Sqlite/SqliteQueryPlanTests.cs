using System.Globalization;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

public sealed class SqliteQueryPlanTests(SqliteStore store) : QueryPlanContract, IClassFixture<SqliteStore>
{
    protected override string Mine => "SELECT id, status, currency, total_minor, placed_at FROM orders WHERE customer_id = {0} AND id > 5 ORDER BY id LIMIT 21";

    protected override string MineOf => "SELECT id FROM orders WHERE customer_id = {0} AND status = 4 AND id < 30000 ORDER BY id DESC LIMIT 21";

    protected override IEnumerable<string> Slow => ["SCAN", "TEMP B-TREE"];

    protected override async Task<string> ExplainAsync(string query) =>
        string.Join('\n', await store.ReadAsync("EXPLAIN QUERY PLAN " + string.Format(CultureInfo.InvariantCulture, query, "x'00'"), column: 3));
}
