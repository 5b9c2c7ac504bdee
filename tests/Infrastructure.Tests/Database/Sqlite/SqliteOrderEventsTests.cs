using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Orders;

public sealed class SqliteOrderEventsTests(SqliteStore store) : OrderEventsContract(store), IClassFixture<SqliteStore>;
