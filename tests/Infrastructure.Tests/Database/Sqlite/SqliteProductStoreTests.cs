using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Products;

public sealed class SqliteProductStoreTests(SqliteStore store) : ProductStoreContract(store), IClassFixture<SqliteStore>;
