using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Customers;

public sealed class PostgreSqlCustomerStoreTests(PostgreSqlStore store) : CustomerStoreContract(store), IClassFixture<PostgreSqlStore>;
