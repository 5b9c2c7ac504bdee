using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Orders;

public sealed class PostgreSqlOrderStoreTests(PostgreSqlStore store) : OrderStoreContract(store), IClassFixture<PostgreSqlStore>;
