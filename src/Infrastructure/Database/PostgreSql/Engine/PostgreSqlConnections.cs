using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql.Engine;

/// <summary>Makes the pool of connections fit what is between this program and its tables.</summary>
internal static partial class PostgreSqlConnections
{
    /// <summary>How many statements of a connection stay prepared where nothing is said.</summary>
    private const int PreparedStatements = 50;

    /// <summary>The database that each server has.</summary>
    private const string MaintenanceDatabase = "postgres";

    /// <summary>A default pool that is cut below this is too small for a busy node.</summary>
    private const int FewConnections = 50;

    /// <param name="settings">The configured connection string; the pool is bounded to the server's limit.</param>
    /// <param name="password">Where the password is read, if it is in a file.</param>
    /// <param name="logger">Gets what an operator should change.</param>
    /// <exception cref="ConfigurationException">The server does not answer, or refuses the connection.</exception>
    public static NpgsqlDataSource Create(NpgsqlConnectionStringBuilder settings, PasswordFile? password, ILogger logger)
    {
        return Build(Fit(settings, Ask(settings, password), logger), password);
    }

    private static PostgreSqlServerFacts Ask(NpgsqlConnectionStringBuilder settings, PasswordFile? password)
    {
        try
        {
            return Ask(settings, password, settings.Database!);
        }
        catch (PostgresException absent) when (absent.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            // 'migrate' makes it.
            return AskMaintenance(settings, password);
        }
        catch (Exception trouble) when (UnusableServer.Cause(trouble) is { } cause)
        {
            throw UnusableServer.Refusal(settings, cause);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // The library reads the files of certificates when it connects, and does not wrap what they lack.
            throw UnusableServer.Refusal(settings, unreadable);
        }
    }

    private static PostgreSqlServerFacts AskMaintenance(NpgsqlConnectionStringBuilder settings, PasswordFile? password)
    {
        try
        {
            return Ask(settings, password, MaintenanceDatabase);
        }
        catch (Exception closed) when (PostgreSqlTrouble.Instance.IsBehind(closed))
        {
            return PostgreSqlServerFacts.BehindPooler;
        }
    }

    private static PostgreSqlServerFacts Ask(NpgsqlConnectionStringBuilder settings, PasswordFile? password, string database)
    {
        var once = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Database = database, Pooling = false };
        using var server = Build(once, password);
        return PostgreSqlServerFacts.Ask(server);
    }

    private static NpgsqlConnectionStringBuilder Fit(NpgsqlConnectionStringBuilder settings, PostgreSqlServerFacts facts, ILogger logger)
    {
        var fitting = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        if (!PostgreSqlConnectionString.Given(settings, PostgreSqlConnectionString.PreparedStatements))
        {
            // Behind a pooler, a statement that was prepared in one session of the server is not there in the next one.
            fitting.MaxAutoPrepare = facts.HasPooler ? 0 : PreparedStatements;
        }

        if (facts.Connections < PostgreSqlConnectionString.FewestConnections)
        {
            throw new ConfigurationException(
                $"{DatabaseBuilder.ConnectionString}: the server {UnusableServer.AddressOf(settings)} allows the user '{settings.Username}' {facts.Connections} connection, and this program needs "
                + $"{PostgreSqlConnectionString.FewestConnections} at least; raise the CONNECTION LIMIT of the user and of the database, or max_connections.");
        }

        if (facts.IdleSession > TimeSpan.Zero)
        {
            // Renewed in time, for the server ends a connection that was idle for so long, and the next request would meet its end.
            var seconds = Math.Max(1, (int)(facts.IdleSession / 2).TotalSeconds);
            fitting.ConnectionLifetime = settings.ConnectionLifetime == 0 ? seconds : Math.Min(settings.ConnectionLifetime, seconds);
        }

        if (facts.Connections is { } most && settings.MaxPoolSize > most - facts.UsedByOthers)
        {
            if (PostgreSqlConnectionString.Given(settings, PostgreSqlConnectionString.PoolSize) || most - facts.UsedByOthers < FewConnections)
            {
                LogTooMany(logger, settings.MaxPoolSize, most, facts.UsedByOthers);
            }

            // Requests wait for a connection of the pool rather than being refused one by the server.
            fitting.MaxPoolSize = Math.Min(settings.MaxPoolSize, most);
            fitting.MinPoolSize = Math.Min(settings.MinPoolSize, most);
        }

        return fitting;
    }

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings, PasswordFile? password)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        if (password is not null)
        {
            builder.UsePasswordProvider(_ => password.Read(), (_, _) => ValueTask.FromResult(password.Read()));
        }

        builder.ConfigureTracing(Trace);
        return builder.Build();
    }

    // As the statements of SQLite have them: see DatabaseSpans.
    private static void Trace(NpgsqlTracingOptionsBuilder tracing) => tracing
        .ConfigureCommandFilter(_ => Activity.Current is { IsAllDataRequested: true })
        .ConfigureBatchFilter(_ => Activity.Current is { IsAllDataRequested: true })
        .ConfigureCommandEnrichmentCallback((span, command) => DatabaseSpans.Describe(span, SqlSummary.Of(command.CommandText)))
        .ConfigureBatchEnrichmentCallback((span, batch) =>
        {
            DatabaseSpans.Describe(span, SqlSummary.Of(batch.BatchCommands[0].CommandText));
            span.SetTag("db.operation.batch.size", batch.BatchCommands.Count);
        })
        .EnableFirstResponseEvent(enable: false)
        .EnablePhysicalOpenTracing(enable: false);

    [LoggerMessage(1510, LogLevel.Warning,
        "The pool of {Pool} connections is larger than the database server leaves: it allows {Allowed}, of which other programs and nodes have {Used}. "
        + "Set 'Maximum Pool Size' in ConnectionStrings:Modular so that the pools of all nodes fit, or raise max_connections")]
    private static partial void LogTooMany(ILogger logger, int pool, int allowed, int used);
}
