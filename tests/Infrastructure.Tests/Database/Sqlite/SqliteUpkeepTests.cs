using Modular.Infrastructure.Tests.Retention;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

public sealed class SqliteUpkeepTests(SqliteStore store) : UpkeepContract(store), IClassFixture<SqliteStore>;
