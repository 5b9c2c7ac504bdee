namespace Modular.Infrastructure.Tests.Database;

public sealed class SqliteUpkeepTests(SqliteStore store) : UpkeepContract(store), IClassFixture<SqliteStore>;
