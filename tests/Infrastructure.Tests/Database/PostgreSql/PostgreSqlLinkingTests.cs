using Modular.Infrastructure.Tests.Customers;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

public sealed class PostgreSqlLinkingTests(PostgreSqlStore store) : LinkingContract(store), IClassFixture<PostgreSqlStore>;
