using Modular.Infrastructure.Tests.Orders;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

public sealed class SqliteOrderEventsTests(SqliteStore store) : OrderEventsContract(store), IClassFixture<SqliteStore>;
