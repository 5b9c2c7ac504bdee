using Modular.Infrastructure.Tests.Customers;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

public sealed class SqliteLinkingTests(SqliteStore store) : LinkingContract(store), IClassFixture<SqliteStore>;
