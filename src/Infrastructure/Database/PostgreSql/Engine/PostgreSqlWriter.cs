using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql.Engine;

/// <summary>
/// Writes to PostgreSQL. A change of a row that others change too locks it first, and so waits for them rather than failing; what PostgreSQL
/// still sends back (a deadlock, two first ones at once) is tried again, and finds what the other one left.
/// </summary>
internal sealed class PostgreSqlWriter : IWriter, IDisposable
{
    /// <summary>
    /// How often a piece of work is tried. A row that was taken first leaves nothing to collide with but what comes once: a deadlock that
    /// the other side survives, and a key that is there with the next look.
    /// </summary>
    private const int Tries = 5;

    // Connection, read-only, authorization, catalog, rollback, operator intervention.
    private static readonly string[] SeenOtherwise = ["08", "25", "28", "3D", "40", "57"];

    private readonly PooledDbContextFactory<PostgreSqlDb> _contexts;

    /// <summary>The longest wait in line: the writer in front of it is stuck by then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Writers hold a connection each while they wait for rows that another node or program has: some are left for those who read.
    private readonly SemaphoreSlim _line;
    private readonly ContestedRows _rows = new();
    private readonly PostgreSqlFailover _failover;
    private readonly WriteDoubt _doubt;

    /// <param name="options">The options of reading contexts: writing ones are the same.</param>
    /// <param name="connections">How many connections there are, 2 or more.</param>
    /// <param name="failover">Learns of a server that is no longer the primary.</param>
    /// <param name="doubt">Learns of writes that fail for every caller.</param>
    public PostgreSqlWriter(DbContextOptions<PostgreSqlDb> options, int connections, PostgreSqlFailover failover, WriteDoubt doubt)
    {
        (_failover, _doubt) = (failover, doubt);
        _contexts = new PooledDbContextFactory<PostgreSqlDb>(options);
        _line = new SemaphoreSlim(Math.Max(1, connections / 2));
    }

    public async Task<T> WriteAsync<T>(Func<ModularDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (!await _line.WaitAsync(Patience, cancellationToken))
        {
            throw new DatabaseUnavailableException("The line of writers does not move.");
        }

        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await TryAsync(work);
                }
                catch (Exception collision) when (attempt < Tries && IsCollision(collision))
                {
                    // The other one is through: again, at once.
                }
            }
        }
        catch (Exception trouble) when (PostgreSqlTrouble.Instance.IsBehind(trouble))
        {
            _failover.See(trouble);
            if (IsSeenByWritingAlone(trouble))
            {
                _doubt.Raise();
            }

            throw new DatabaseUnavailableException("PostgreSQL did not take a write.", trouble);
        }
        finally
        {
            _line.Release();
        }
    }

    public async Task<T> WriteAsync<T>(object row, Func<ModularDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var turn = await _rows.TakeAsync(row, Patience, cancellationToken)
            ?? throw new DatabaseUnavailableException("The writers of one row wait too long for each other.");
        return await WriteAsync(work, cancellationToken);
    }

    public void Dispose() => _line.Dispose();

    // Failures of the disk, the memory, the tables and the rights. A health check that only reads sees whether the server answers and is the
    // primary; a lock time-out and a statement time-out are about some rows.
    private static bool IsSeenByWritingAlone(Exception? trouble) => trouble switch
    {
        null => false,
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.LockNotAvailable } => false,
        PostgresException { SqlState: var state } => !Array.Exists(SeenOtherwise, known => state.StartsWith(known, StringComparison.Ordinal)),
        _ => IsSeenByWritingAlone(trouble.InnerException),
    };

    private static bool IsCollision(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation } => true,
        DbUpdateConcurrencyException => true,
        { InnerException: { } inner } => IsCollision(inner),
        _ => false,
    };

    // Work that has begun is finished: the result of a commit that is cut short would be unknown.
    private async Task<T> TryAsync<T>(Func<ModularDb, CancellationToken, Task<T>> work)
    {
        await using var db = await _contexts.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Database.AutoSavepointsEnabled = false;
        var result = await work(db, CancellationToken.None);
        await transaction.CommitAsync();
        return result;
    }
}
