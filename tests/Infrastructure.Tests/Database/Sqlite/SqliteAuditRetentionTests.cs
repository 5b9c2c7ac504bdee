using Modular.Infrastructure.Tests.Retention;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

public sealed class SqliteAuditRetentionTests(SqliteStore store) : AuditRetentionContract(store), IClassFixture<SqliteStore>;
