using Modular.Api.Tests.Load;

namespace Modular.Api.Tests.Upgrade;

public sealed class SqliteRollingUpgradeTests : RollingUpgradeContract
{
    private protected override Task<KeptDatabase> DatabaseAsync() => Task.FromResult(KeptDatabase.OnSqlite());
}
