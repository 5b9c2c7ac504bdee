using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Orders;

public sealed class SqliteOrderStoreTests(SqliteStore store) : OrderStoreContract(store), IClassFixture<SqliteStore>;
