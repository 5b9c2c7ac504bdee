using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Products;

public sealed class PostgreSqlProductStoreTests(PostgreSqlStore store) : ProductStoreContract(store), IClassFixture<PostgreSqlStore>;
