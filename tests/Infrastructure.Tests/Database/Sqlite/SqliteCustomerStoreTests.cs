using Modular.Infrastructure.Tests.Customers;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

public sealed class SqliteCustomerStoreTests(SqliteStore store) : CustomerStoreContract(store), IClassFixture<SqliteStore>;
