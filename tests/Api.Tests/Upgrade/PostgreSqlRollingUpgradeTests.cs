using Modular.Api.Tests.Load;
using Modular.Infrastructure.Tests.Database.PostgreSql;

namespace Modular.Api.Tests.Upgrade;

public sealed class PostgreSqlRollingUpgradeTests(PostgreSqlServer server) : RollingUpgradeContract
{
    private protected override Task<KeptDatabase> DatabaseAsync() => KeptDatabase.OnPostgreSqlAsync(server);
}
