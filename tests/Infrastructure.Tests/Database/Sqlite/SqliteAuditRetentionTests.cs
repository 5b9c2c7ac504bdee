namespace Modular.Infrastructure.Tests.Database;

public sealed class SqliteAuditRetentionTests(SqliteStore store) : AuditRetentionContract(store), IClassFixture<SqliteStore>;
