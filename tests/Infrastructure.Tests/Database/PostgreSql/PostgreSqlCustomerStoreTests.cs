using Modular.Infrastructure.Tests.Customers;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

public sealed class PostgreSqlCustomerStoreTests(PostgreSqlStore store) : CustomerStoreContract(store), IClassFixture<PostgreSqlStore>;
