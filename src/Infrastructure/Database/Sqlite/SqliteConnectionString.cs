using Microsoft.Data.Sqlite;
using Modular.Infrastructure.Database.Sqlite.Engine;

namespace Modular.Infrastructure.Database.Sqlite;

/// <summary>Reads a connection string for SQLite.</summary>
internal static class SqliteConnectionString
{
    private const string Setting = DatabaseBuilder.ConnectionString;

    /// <exception cref="ConfigurationException">The text is no connection string, names no file, or has an option that cannot work.</exception>
    public static SqliteConnectionStringBuilder Parse(string connectionString)
    {
        SqliteConnectionStringBuilder parsed;
        try
        {
            parsed = new SqliteConnectionStringBuilder(connectionString);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or OverflowException)
        {
            throw new ConfigurationException($"{Setting} is no connection string for SQLite: {unreadable.Message}");
        }

        if (parsed.Mode == SqliteOpenMode.ReadOnly)
        {
            throw new ConfigurationException($"{Setting} has Mode=ReadOnly, and orders must be written: remove it.");
        }

        if (!string.IsNullOrEmpty(parsed.Password))
        {
            throw new ConfigurationException($"{Setting} has a Password, and this build of SQLite does not encrypt: remove it.");
        }

        if (!string.IsNullOrEmpty(parsed.Vfs))
        {
            throw new ConfigurationException($"{Setting} has Vfs, and this program needs the locks that SQLite takes without it: remove it.");
        }

        if (string.IsNullOrWhiteSpace(parsed.DataSource)
            || parsed.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase)
            || parsed.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            || parsed.Mode == SqliteOpenMode.Memory)
        {
            throw new ConfigurationException($"{Setting} names no file, and orders must be kept: set Data Source to a path.");
        }

        // The library tries again until its time-out ends, however short SQLite's own busy timeout is.
        parsed.DefaultTimeout = parsed.DefaultTimeout is <= 0 or > SqliteSettings.BusySeconds ? SqliteSettings.BusySeconds : parsed.DefaultTimeout;
        return parsed;
    }
}
