using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Tests.Database;

/// <summary>The stores over a SQLite file.</summary>
public sealed class SqliteStore : Store
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modular-store-").FullName;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override void Choose(DatabaseBuilder database) =>
        database.UseSqlite($"Data Source={Path.Combine(_folder, "modular.db")};Pooling=False");
}
