using Modular.Infrastructure.Tests.Products;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

public sealed class PostgreSqlProductStoreTests(PostgreSqlStore store) : ProductStoreContract(store), IClassFixture<PostgreSqlStore>;
