using System.Data.Common;
using System.Net;
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

    /// <summary>The fewest connections: <c>migrate</c> keeps one for the turn that it has, and works by another.</summary>
    public const int FewestConnections = 2;

    // Npgsql begins with buffers of that size.
    private const int FewestBytes = 4096;

    private const string Unicode = "UTF8";

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
            throw new ConfigurationException(KeywordOfWrongValue(connectionString) is { } keyword
                ? $"{Setting} has a value of '{keyword}' that it cannot have: set another, or remove it."
                : $"{Setting} is no connection string for PostgreSQL: write it like 'Host=db.example.com;Database=modular;Username=modular'.");
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

        CheckLimits(parsed);

        // Also where the environment has PGCLIENTENCODING.
        parsed.ClientEncoding = Unicode;

        // 0 would mean for ever.
        parsed.Timeout = parsed.Timeout is 0 or > ConnectSeconds ? ConnectSeconds : parsed.Timeout;
        parsed.CommandTimeout = Given(parsed, "Command Timeout") && parsed.CommandTimeout > 0 ? parsed.CommandTimeout : CommandSeconds;

        // Nothing here outlives a transaction on its connection, so that putting a session back, several statements each time a connection
        // is taken from the pool, would put back nothing.
        parsed.NoResetOnClose = !Given(parsed, "No Reset On Close") || parsed.NoResetOnClose;
        parsed.ApplicationName ??= "Modular";
        CheckTogether(parsed);
        return parsed;
    }

    /// <summary>Whether the text says something about a keyword.</summary>
    public static bool Given(NpgsqlConnectionStringBuilder parsed, string keyword) => parsed.ShouldSerialize(keyword);

    private static void CheckLimits(NpgsqlConnectionStringBuilder parsed)
    {
        if (!IsUnicode(parsed.Encoding) || (parsed.ClientEncoding is { } client && !IsUnicode(client)))
        {
            throw new ConfigurationException($"{Setting} has Encoding or Client Encoding, and texts would be stored as other texts: remove it.");
        }

        if (parsed.Multiplexing)
        {
            throw new ConfigurationException($"{Setting} has Multiplexing, and each request here has a connection of its own: remove it.");
        }

        if (parsed.MaxPoolSize < FewestConnections)
        {
            throw new ConfigurationException($"{Setting} has {PoolSize}={parsed.MaxPoolSize}, and this program needs {FewestConnections} connections at least: raise it.");
        }

        if (parsed.Port > IPEndPoint.MaxPort)
        {
            throw new ConfigurationException($"{Setting} has Port={parsed.Port}, and a port is at most {IPEndPoint.MaxPort}: set the server's.");
        }

        if (parsed.ReadBufferSize < FewestBytes || parsed.WriteBufferSize < FewestBytes)
        {
            throw new ConfigurationException($"{Setting} has Read Buffer Size or Write Buffer Size below {FewestBytes} bytes: raise it, or remove it.");
        }
    }

    /// <summary>Whether the values contradict one another is said by the library when a pool is made, which connects to nothing.</summary>
    private static void CheckTogether(NpgsqlConnectionStringBuilder parsed)
    {
        try
        {
            using var pool = new NpgsqlDataSourceBuilder(parsed.ConnectionString).Build();
        }
        catch (Exception contradiction) when (contradiction is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw new ConfigurationException($"{Setting} has values that contradict one another: {contradiction.Message.Split('\n')[0].TrimEnd('\r', '.')}.");
        }
    }

    // A text that is no keyword may be a piece of a password with a semicolon, so it is not named.
    private static string? KeywordOfWrongValue(string connectionString)
    {
        try
        {
            var pairs = new DbConnectionStringBuilder { ConnectionString = connectionString };
            return pairs.Keys.Cast<string>().FirstOrDefault(keyword => new NpgsqlConnectionStringBuilder().ContainsKey(keyword) && !Takes(keyword, pairs[keyword]));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool Takes(string keyword, object value)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder { [keyword] = value }.Count > 0;
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }

    private static bool IsUnicode(string encoding) => encoding.Replace("-", "", StringComparison.Ordinal).Equals(Unicode, StringComparison.OrdinalIgnoreCase);
}
