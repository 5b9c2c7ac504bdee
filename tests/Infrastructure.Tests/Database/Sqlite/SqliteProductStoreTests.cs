using Modular.Infrastructure.Tests.Products;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

public sealed class SqliteProductStoreTests(SqliteStore store) : ProductStoreContract(store), IClassFixture<SqliteStore>;
