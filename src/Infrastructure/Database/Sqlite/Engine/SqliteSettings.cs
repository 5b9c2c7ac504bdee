using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>The settings that SQLite keeps for a connection and not in the file.</summary>
/// <param name="file">The file that the connections are to.</param>
internal sealed class SqliteSettings(SqliteFile file) : DbConnectionInterceptor
{
    /// <summary>How long a connection waits for another process that has the file, in seconds.</summary>
    public const int BusySeconds = 5;

    /// <summary>The same, in milliseconds.</summary>
    public const int BusyMilliseconds = BusySeconds * 1_000;

    // Only the writer writes. A pooled connection that is opened again still has its settings.
    private static readonly string Reading = $"PRAGMA busy_timeout = {BusyMilliseconds}; PRAGMA query_only = ON;";

    // Acknowledged writes survive a power cut, and no row refers to a missing one.
    private static readonly string Writing = $"PRAGMA busy_timeout = {BusyMilliseconds}; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

    private readonly ConditionalWeakTable<sqlite3, object> _set = [];

    /// <summary>Sets up a connection that writes.</summary>
    public static void SetForWriting(SqliteConnection connection) => Execute(connection, Writing);

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        SetForReading((SqliteConnection)connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        SetForReading((SqliteConnection)connection);
        return Task.CompletedTask;
    }

    private static void Execute(SqliteConnection connection, string settings)
    {
        using var command = connection.CreateCommand();
        command.CommandText = settings;
        command.ExecuteNonQuery();
    }

    private void SetForReading(SqliteConnection connection)
    {
        if (_set.TryGetValue(connection.Handle!, out _))
        {
            file.CheckNowAndThen();
            return;
        }

        try
        {
            file.Check();
            Execute(connection, Reading);
            _set.TryAdd(connection.Handle!, this);
        }
        catch
        {
            // The connection may be to another file, so it must not go back to the pool.
            SqliteConnection.ClearPool(connection);
            connection.Close();
            throw;
        }
    }
}
