using Modular.Infrastructure.Tests.Retention;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

public sealed class PostgreSqlAuditRetentionTests(PostgreSqlStore store) : AuditRetentionContract(store), IClassFixture<PostgreSqlStore>;
