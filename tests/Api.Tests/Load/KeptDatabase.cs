using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Modular.Infrastructure.Tests.Database.PostgreSql;
using Npgsql;

namespace Modular.Api.Tests.Load;

/// <summary>A database that outlives the servers on it, and that tests look into from outside.</summary>
internal sealed class KeptDatabase : IAsyncDisposable
{
    private const string SqliteFile = "modular.db";

    private readonly Func<DbConnection> _connect;
    private readonly Func<ValueTask> _remove;

    private KeptDatabase(IReadOnlyList<(string, string)> settings, string? check, Func<DbConnection> connect, Func<ValueTask> remove) =>
        (Settings, Check, _connect, _remove) = (settings, check, connect, remove);

    /// <summary>The settings with which a server uses it.</summary>
    public IReadOnlyList<(string Setting, string Value)> Settings { get; }

    /// <summary>Asks whether the file is whole, and answers <c>ok</c>; null where a server of its own answers for that.</summary>
    public string? Check { get; }

    /// <summary>A SQLite file in a folder of its own.</summary>
    public static KeptDatabase OnSqlite()
    {
        var folder = Directory.CreateTempSubdirectory("modular-kept-");
        var file = $"Data Source='{Path.Combine(folder.FullName, SqliteFile)}'";
        return new KeptDatabase(
            [("ConnectionStrings:Modular", file)],
            "PRAGMA integrity_check",
            () => new SqliteConnection(file + ";Pooling=False"),
            () =>
            {
                folder.Delete(recursive: true);
                return ValueTask.CompletedTask;
            });
    }

    /// <summary>A database of the tests' server.</summary>
    /// <remarks>Skips the test where there is none; fails it where nothing may be skipped.</remarks>
    public static async Task<KeptDatabase> OnPostgreSqlAsync(PostgreSqlServer server)
    {
        var database = new PostgreSqlDatabase(server);
        await database.InitializeAsync();
        var connection = database.ConnectionString;
        return new KeptDatabase(
            [("Database:Provider", "PostgreSql"), ("ConnectionStrings:Modular", connection)],
            check: null,
            () => new NpgsqlConnection(connection + ";Pooling=False"),
            database.DisposeAsync);
    }

    /// <summary>The one value that a query gives, as text.</summary>
    public async Task<string> AskAsync(string query)
    {
        await using var connection = _connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        return Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture)!;
    }

    /// <summary>Keeps others from changing a table until the answer is disposed.</summary>
    public async Task<IAsyncDisposable> HoldAsync(string table)
    {
        var connection = _connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Check is null ? $"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE" : $"DELETE FROM {table} WHERE false";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>Whether a program has come as far as the database that is held.</summary>
    /// <param name="process">The program, started on this database.</param>
    public async Task<bool> IsReachedByAsync(Process process) => Check is null
        ? await CountAsync("pg_locks WHERE NOT granted") > 0
        : (await File.ReadAllTextAsync($"/proc/{process.Id}/maps", TestContext.Current.CancellationToken)).Contains($"{SqliteFile}-shm", StringComparison.Ordinal);

    /// <summary>How many rows a table has.</summary>
    public async Task<int> CountAsync(string table) =>
        int.Parse(await AskAsync($"SELECT count(*) FROM {table}"), CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => _remove();
}
