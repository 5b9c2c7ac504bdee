using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Modular.Infrastructure.Database.PostgreSql.Engine;
using Modular.Infrastructure.Database.Schema;
using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql.Schema;

/// <summary>The tables in a PostgreSQL database.</summary>
/// <param name="source">Opens connections beside the context's own.</param>
/// <param name="server">Where it is, for sentences.</param>
/// <param name="options">Of contexts that look by themselves.</param>
/// <param name="looks">Shares looks among those that ask.</param>
/// <param name="failover">Learns of a server that is no longer the primary.</param>
/// <param name="doubt">Whether writes have failed.</param>
internal sealed class PostgreSqlSchema(
    ModularDb db,
    NpgsqlDataSource source,
    NpgsqlConnectionStringBuilder server,
    DbContextOptions<PostgreSqlDb> options,
    SharedLook looks,
    PostgreSqlFailover failover,
    WriteDoubt doubt) : ISchema
{
    private const string Setting = "ConnectionStrings:Modular";

    // A statement that waits for a table makes every request behind it wait, too. It gives up before PostgreSQL looks for deadlocks
    // (deadlock_timeout, 1 s by default), so that a request is never the one that is cancelled.
    private const string Settings = "SET LOCAL lock_timeout = '500ms'; SET LOCAL statement_timeout = 0";

    /// <summary>How long requests have the tables between two tries.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task<SchemaComparison> MigrateAsync(MigrationNews news, CancellationToken cancellationToken)
    {
        var patience = new MigrationPatience(news);

        // An index over millions of rows takes its time.
        db.Database.SetCommandTimeout(TimeSpan.FromHours(6));
        try
        {
            await CreateDatabaseAsync(cancellationToken);
            await using var turn = await MigrationTurn.TakeAsync(source, patience, cancellationToken);
            await db.Database.OpenConnectionAsync(cancellationToken);
            await ThrowUnlessUnicodeAsync(cancellationToken);
            while (true)
            {
                var comparison = await PatientlyAsync(CompareAsync, patience, cancellationToken);
                if (comparison.Standing != SchemaStanding.Older)
                {
                    return comparison;
                }

                var next = comparison.Missing[0];
                await PatientlyAsync(cancelled => ApplyAsync(next, cancelled), patience, cancellationToken);
                await news.Done($"Applied {next}.");
            }
        }
        catch (Exception exception) when (UnusableServer.Cause(exception) is { } failure)
        {
            throw UnusableServer.Refusal(server, failure);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
            db.Database.SetCommandTimeout(server.CommandTimeout);
        }
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var isConnected = false;
        try
        {
            // Asked for the migrations of a database that is not there, EF answers that there are none.
            await db.Database.OpenConnectionAsync(cancellationToken);
            isConnected = true;
            await ThrowUnlessUnicodeAsync(cancellationToken);
            await ThrowWithoutTablesAsync(cancellationToken);
            (await db.CompareSchemaAsync(cancellationToken)).ThrowUnlessServed(server.Database);
            await CheckWritableAsync(cancellationToken);
        }
        catch (NpgsqlException late) when (isConnected && late.InnerException is TimeoutException)
        {
            throw new ConfigurationException($"{Setting}: the database '{server.Database}' on {Address}: {PostgreSqlTrouble.Instance.RefusalOf(late)!.Sentence}") { MayPass = true };
        }
        catch (Exception exception) when (UnusableServer.Cause(exception) is { } failure)
        {
            throw UnusableServer.Refusal(server, failure);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    public Task<SchemaStanding> LookAsync(CancellationToken cancellationToken) => looks.LookAsync(LookAsync, cancellationToken);

    private async Task<SchemaStanding> LookAsync()
    {
        await using var look = new PostgreSqlDb(options);
        try
        {
            // Asked for the migrations of a database that is not there, EF answers that there are none.
            await look.Database.OpenConnectionAsync(CancellationToken.None);
            if (await IsReadOnlyAsync(look, CancellationToken.None))
            {
                failover.LetGo();
                return SchemaStanding.ReadOnly;
            }

            if (await PostgreSqlRights.MissingAsync(look, CancellationToken.None) is not null)
            {
                return SchemaStanding.Absent;
            }

            if (doubt.IsRaised)
            {
                // The number of a transaction goes to the log on the disk.
                await look.Database.ExecuteSqlAsync($"SELECT pg_current_xact_id()", CancellationToken.None);
                if (!doubt.End())
                {
                    return SchemaStanding.ReadOnly;
                }
            }

            return await look.CompareMigrationsAsync(CancellationToken.None);
        }
        catch (Exception exception) when (PostgreSqlTrouble.Instance.IsBehind(exception))
        {
            return SchemaStanding.Absent;
        }
    }

    private async Task CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(cancellationToken))
        {
            return;
        }

        try
        {
            await creator.CreateAsync(cancellationToken);
        }
        catch (PostgresException made) when (made.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another 'migrate' was quicker.
        }
    }

    /// <summary>Does something with tables as soon as they are free for a moment.</summary>
    private async Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> act, MigrationPatience patience, CancellationToken cancellationToken)
    {
        patience.Begin();
        while (true)
        {
            try
            {
                return await act(cancellationToken);
            }
            catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                if (patience.IsOver)
                {
                    throw new ConfigurationException(
                        $"The database '{server.Database}' is busy: other transactions have held its tables for {MigrationPatience.Longest.TotalSeconds:0} seconds.")
                    {
                        MayPass = true,
                    };
                }
            }

            await patience.TellAsync(
                $"Other transactions hold tables of the database '{server.Database}': waiting for them, {MigrationPatience.Longest.TotalSeconds:0} seconds at most.");
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    private async Task<SchemaComparison> CompareAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync(Settings, cancellationToken);
        return await db.CompareSchemaAsync(cancellationToken);
    }

    /// <returns>How many statements it took.</returns>
    private async Task<int> ApplyAsync(string id, CancellationToken cancellationToken)
    {
        var connection = db.Database.GetDbConnection();
        var steps = db.StepsOf(id);
        var before = steps.TakeWhile(step => step.OutsideTransaction).ToList();
        foreach (var step in before)
        {
            await connection.ExecuteAsync(step.Sql, transaction: null, seconds: 0, cancellationToken);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync(Settings, cancellationToken);
        await connection.ExecuteAsync(db.HistoryIfNotExists(), transaction.GetDbTransaction(), seconds: 0, cancellationToken);
        foreach (var step in steps.Skip(before.Count))
        {
            await connection.ExecuteAsync(step.Sql, transaction.GetDbTransaction(), seconds: 0, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return steps.Count;
    }

    /// <summary>A name is any text of Unicode: another encoding lacks characters, or counts bytes where the tables' limits mean characters.</summary>
    private async Task ThrowUnlessUnicodeAsync(CancellationToken cancellationToken)
    {
        var encoding = await db.Database.SqlQuery<string>($"SELECT current_setting('server_encoding') AS \"Value\"").SingleAsync(cancellationToken);
        if (encoding != "UTF8")
        {
            throw new ConfigurationException(
                $"{Setting}: the database '{server.Database}' on {Address} has the encoding {encoding}, which cannot hold every text; "
                + "create it with ENCODING 'UTF8' TEMPLATE template0.");
        }
    }

    private async Task ThrowWithoutTablesAsync(CancellationToken cancellationToken)
    {
        if (await db.Database.SqlQuery<bool>($"SELECT to_regclass('\"__EFMigrationsHistory\"') IS NOT NULL AS \"Value\"").SingleAsync(cancellationToken))
        {
            return;
        }

        // The catalogue names tables of schemas as well that this user may not use, or that its search_path does not name.
        var elsewhere = await db.Database.SqlQuery<string>(
            $"SELECT relnamespace::regnamespace::text AS \"Value\" FROM pg_class WHERE relname = '__EFMigrationsHistory' AND relkind = 'r' ORDER BY 1")
            .ToListAsync(cancellationToken);
        throw new ConfigurationException(elsewhere is [var schema, ..]
            ? $"{Setting}: the user '{server.Username}' does not see the tables of the database '{server.Database}', which are in the schema {schema}; "
                + $"let the schema's owner run 'GRANT USAGE ON SCHEMA {schema} TO {server.Username}', and let the user's search_path name the schema."
            : $"{Setting}: the database '{server.Database}' has no tables yet; create them by running this program with 'migrate'.");
    }

    private async Task CheckWritableAsync(CancellationToken cancellationToken)
    {
        // A pooler that knows no transactions is found now, and not by the first write.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await IsReadOnlyAsync(db, cancellationToken))
        {
            throw new ConfigurationException(
                $"{Setting}: the database '{server.Database}' on {Address} only lets itself be read; set Host to the primary server, or end default_transaction_read_only for the user and the database.");
        }

        if (await PostgreSqlRights.MissingAsync(db, cancellationToken) is { } grants)
        {
            throw new ConfigurationException(
                $"{Setting}: the user '{server.Username}' lacks rights in the database '{server.Database}' on {Address}; "
                + $"let the owner of the tables run '{grants}', or set another Username.");
        }
    }

    private static Task<bool> IsReadOnlyAsync(ModularDb look, CancellationToken cancellationToken) => look.Database
        .SqlQuery<bool>($"SELECT current_setting('transaction_read_only')::boolean AS \"Value\"").SingleAsync(cancellationToken);

    private string Address => UnusableServer.AddressOf(server);
}
