using Modular.Infrastructure.Tests.Orders;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

public sealed class PostgreSqlOrderStoreTests(PostgreSqlStore store) : OrderStoreContract(store), IClassFixture<PostgreSqlStore>;
