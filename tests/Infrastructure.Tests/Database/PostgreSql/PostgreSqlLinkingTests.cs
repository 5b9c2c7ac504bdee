using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Customers;

public sealed class PostgreSqlLinkingTests(PostgreSqlStore store) : LinkingContract(store), IClassFixture<PostgreSqlStore>;
