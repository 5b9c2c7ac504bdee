using System.Globalization;

namespace Modular.Infrastructure.Tests.Database;

public sealed class SqliteQueryPlanTests(SqliteStore store) : QueryPlanContract, IClassFixture<SqliteStore>
{
    protected override IEnumerable<string> Slow => ["SCAN", "TEMP B-TREE"];

    protected override async Task<string> ExplainAsync(string query) =>
        string.Join('\n', await store.ReadAsync("EXPLAIN QUERY PLAN " + string.Format(CultureInfo.InvariantCulture, query, "x'00'"), column: 3));
}
