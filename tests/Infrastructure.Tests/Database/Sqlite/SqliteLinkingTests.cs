using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Customers;

public sealed class SqliteLinkingTests(SqliteStore store) : LinkingContract(store), IClassFixture<SqliteStore>;
