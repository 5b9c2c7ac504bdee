using Modular.Infrastructure.Tests.Customers;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

public sealed class SqliteAuditTrailTests(SqliteStore store) : AuditTrailContract(store), IClassFixture<SqliteStore>
{
    [Theory]
    [InlineData("UPDATE OR IGNORE audit_entries SET at = 0")]
    [InlineData("INSERT OR REPLACE INTO audit_entries (id, actor, client_id, action, customer_id, at) SELECT id, 'client:x', 'x', 1, customer_id, 0 FROM audit_entries")]
    [InlineData("INSERT INTO audit_entries SELECT * FROM audit_entries WHERE true ON CONFLICT DO UPDATE SET actor = 'client:x'")]
    public Task SQLites_own_ways_are_refused_as_well(string statement) => ShouldBeRefusedAsync(statement);
}
