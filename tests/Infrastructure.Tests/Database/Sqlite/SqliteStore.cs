using Modular.Infrastructure.Database.Sqlite;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

/// <summary>The stores over a SQLite file.</summary>
public sealed class SqliteStore : Store
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modular-store-").FullName;

    /// <summary>The path of the file, in a folder of its own.</summary>
    public string File => Path.Combine(_folder, "data", "modular.db");

    /// <summary>The clock of the stores.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public override ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        return base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override TimeProvider Time => Clock;

    protected override void Choose(DatabaseBuilder database) =>
        database.UseSqlite($"Data Source='{File}';Pooling=False");
}
