using Modular.Infrastructure.Tests.Customers;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

public sealed class PostgreSqlAuditTrailTests(PostgreSqlStore store) : AuditTrailContract(store), IClassFixture<PostgreSqlStore>
{
    [Theory]
    [InlineData("TRUNCATE audit_entries")]
    [InlineData("TRUNCATE audit_entries, orders RESTART IDENTITY CASCADE")]
    [InlineData("INSERT INTO audit_entries OVERRIDING SYSTEM VALUE SELECT * FROM audit_entries ON CONFLICT (id) DO UPDATE SET actor = 'client:x'")]
    [InlineData("WITH gone AS (DELETE FROM audit_entries RETURNING id) SELECT id FROM gone")]
    [InlineData("SET LOCAL session_replication_role = replica; DELETE FROM audit_entries")]
    public Task PostgreSQLs_own_ways_are_refused_as_well(string statement) => ShouldBeRefusedAsync(statement);
}
