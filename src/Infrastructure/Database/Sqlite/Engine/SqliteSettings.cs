using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Modular.Infrastructure.Database;

/// <summary>What SQLite keeps for a connection and not in the file.</summary>
/// <param name="file">The file that the connections are to.</param>
internal sealed class SqliteSettings(SqliteFile file) : DbConnectionInterceptor
{
    // Only the writer writes. A pooled connection that is opened again still has its settings.
    private const string Reading = "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON;";

    // Whoever finds another process at work waits instead of failing; what was acknowledged survives a power cut; no orphans.
    private const string Writing = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

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
            // It may be a connection to another file, so it must not go back to the pool.
            SqliteConnection.ClearPool(connection);
            connection.Close();
            throw;
        }
    }
}
