using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql.Engine;

/// <summary>Reads a connection string for PostgreSQL, and bounds what it leaves unset.</summary>
internal static class PostgreSqlConnectionString
{
    private const string Setting = "ConnectionStrings:Modular";

    /// <summary>How long making a connection, or waiting for one of the pool, may take, in seconds.</summary>
    private const int ConnectSeconds = 5;

    /// <summary>How long a statement may take where nothing is said, in seconds.</summary>
    private const int CommandSeconds = 15;

    /// <summary>The keyword for how many statements stay prepared.</summary>
    public const string PreparedStatements = "Max Auto Prepare";

    /// <summary>The keyword for how many connections the pool has.</summary>
    public const string PoolSize = "Maximum Pool Size";

    /// <exception cref="ConfigurationException">The text is none, names no server or no database, or would put secrets into the log.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        NpgsqlConnectionStringBuilder parsed;
        try
        {
            parsed = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or OverflowException)
        {
            throw new ConfigurationException(
                $"{Setting} is no connection string for PostgreSQL: write it like 'Host=db.example.com;Database=modular;Username=modular'.");
        }

        if (string.IsNullOrWhiteSpace(parsed.Host))
        {
            throw new ConfigurationException($"{Setting} names no server: set Host.");
        }

        if (string.IsNullOrWhiteSpace(parsed.Database))
        {
            throw new ConfigurationException($"{Setting} names no database: set Database.");
        }

        if (parsed.IncludeErrorDetail || parsed.IncludeFailedBatchedCommand)
        {
            throw new ConfigurationException(
                $"{Setting} has Include Error Detail or Include Failed Batched Command, which puts customers' data into the log: remove it.");
        }

        if (parsed.PersistSecurityInfo)
        {
            throw new ConfigurationException($"{Setting} has Persist Security Info, which shows the password in every open connection: remove it.");
        }

        // 0 would mean for ever.
        parsed.Timeout = parsed.Timeout is 0 or > ConnectSeconds ? ConnectSeconds : parsed.Timeout;
        parsed.CommandTimeout = Given(parsed, "Command Timeout") && parsed.CommandTimeout > 0 ? parsed.CommandTimeout : CommandSeconds;

        // Nothing here outlives a transaction on its connection, so that putting a session back, several statements each time a connection
        // is taken from the pool, would put back nothing.
        parsed.NoResetOnClose = !Given(parsed, "No Reset On Close") || parsed.NoResetOnClose;
        parsed.ApplicationName ??= "Modular";
        return parsed;
    }

    /// <summary>Whether the text says something about a keyword.</summary>
    public static bool Given(NpgsqlConnectionStringBuilder parsed, string keyword) => parsed.ShouldSerialize(keyword);
}
