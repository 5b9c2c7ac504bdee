using Modular.Infrastructure.Tests.Retention;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

public sealed class SqliteRetentionTests(SqliteStore store) : RetentionContract(store), IClassFixture<SqliteStore>;
