using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Customers;

public sealed class SqliteCustomerStoreTests(SqliteStore store) : CustomerStoreContract(store), IClassFixture<SqliteStore>;
