using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Modular.Infrastructure.Database;

/// <summary>What SQLite keeps for a connection and not in the file.</summary>
internal sealed class SqliteSettings : DbConnectionInterceptor
{
    // Whoever finds a writer at work waits instead of failing; what was acknowledged survives a power cut; no orphans.
    private const string Settings = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Settings;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
