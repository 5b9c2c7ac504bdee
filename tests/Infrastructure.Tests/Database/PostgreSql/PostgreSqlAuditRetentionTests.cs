namespace Modular.Infrastructure.Tests.Database;

public sealed class PostgreSqlAuditRetentionTests(PostgreSqlStore store) : AuditRetentionContract(store), IClassFixture<PostgreSqlStore>;
