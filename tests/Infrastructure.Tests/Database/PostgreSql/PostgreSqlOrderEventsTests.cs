using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Orders;

public sealed class PostgreSqlOrderEventsTests(PostgreSqlStore store) : OrderEventsContract(store), IClassFixture<PostgreSqlStore>;
