using Modular.Infrastructure.Tests.Orders;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

public sealed class PostgreSqlOrderEventsTests(PostgreSqlStore store) : OrderEventsContract(store), IClassFixture<PostgreSqlStore>;
