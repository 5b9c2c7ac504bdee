using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Modular.Infrastructure.Database;

/// <summary>
/// The one writer of a SQLite file. Work waits in a line in this process rather than for SQLite's lock, and what waited while the disk
/// was busy shares the next commit: each piece is a savepoint of its own, and nobody is answered before the commit is on the disk.
/// </summary>
internal sealed class SqliteWriter : IWriter, IAsyncDisposable
{
    /// <summary>The most pieces of work in one commit, so that none waits long for the others.</summary>
    private const int MostTogether = 64;

    /// <summary>The most pieces of work in line: more than a disk does in the time that callers wait.</summary>
    private const int MostWaiting = 2_000;

    private readonly Channel<Work> _line = Channel.CreateBounded<Work>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly PooledDbContextFactory<SqliteDb> _contexts;
    private readonly Task _running;

    /// <param name="connectionString">Of the file; the connection is this writer's alone.</param>
    /// <param name="options">The options of reading contexts: all but the connection is as theirs.</param>
    public SqliteWriter(string connectionString, DbContextOptions<SqliteDb> options)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        _contexts = new PooledDbContextFactory<SqliteDb>(new DbContextOptionsBuilder<SqliteDb>(options).UseSqlite(_connection).Options);
        _running = Task.Run(RunAsync);
    }

    /// <summary>A context that writes beside the line: for what happens before the first request, and while none is served.</summary>
    public static SqliteDb Alone(string connectionString) => new(new DbContextOptionsBuilder<SqliteDb>()
        .UseSqlite(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString).Options);

    public Task<T> WriteAsync<T>(Func<ModularDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var piece = new Work<T>(work, cancellationToken);
        return _line.Writer.TryWrite(piece)
            ? piece.Done
            : throw new DatabaseUnavailableException("The line of writers is full, or this process is ending.");
    }

    /// <summary>Finishes what is in line.</summary>
    public async ValueTask DisposeAsync()
    {
        _line.Writer.TryComplete();
        await _running;
        await _connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        while (await _line.Reader.WaitToReadAsync())
        {
            await RunTogetherAsync();
        }
    }

    private async Task RunTogetherAsync()
    {
        var group = new List<Work>();
        try
        {
            await OpenAsync();
            await using var transaction = _connection.BeginTransaction(deferred: false);
            while (group.Count < MostTogether && _line.Reader.TryRead(out var work))
            {
                group.Add(work);
                await work.RunAsync(_contexts, transaction);
            }

            await transaction.CommitAsync();
        }
        catch (Exception failure)
        {
            // Whoever waits behind would meet the same, and as slowly.
            while (_line.Reader.TryRead(out var waiting))
            {
                group.Add(waiting);
            }

            var answer = DatabaseTrouble.IsTransient(failure)
                ? new DatabaseUnavailableException("SQLite did not take a write.", failure)
                : failure;
            group.ForEach(work => work.Fail(answer));
            CloseAfterFailure();
            return;
        }

        group.ForEach(work => work.Finish());
    }

    // The next group opens it anew; what closing complains of has been told.
    private void CloseAfterFailure()
    {
        try
        {
            _connection.Close();
        }
        catch (SqliteException)
        {
        }
    }

    private async Task OpenAsync()
    {
        if (_connection.State != System.Data.ConnectionState.Open)
        {
            await _connection.OpenAsync();
            SqliteSettings.SetForWriting(_connection);
        }
    }

    private abstract class Work
    {
        /// <summary>Does it within the group's transaction. Throws only what ends the whole group.</summary>
        public abstract Task RunAsync(PooledDbContextFactory<SqliteDb> contexts, SqliteTransaction transaction);

        /// <summary>Answers who waits for it: the group is on the disk.</summary>
        public abstract void Finish();

        /// <summary>Answers who waits for it: nothing of the group was stored.</summary>
        public abstract void Fail(Exception failure);
    }

    private sealed class Work<T>(Func<ModularDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken) : Work
    {
        private const string Savepoint = "work";

        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private Exception? _failure;

        public Task<T> Done => _done.Task;

        public override async Task RunAsync(PooledDbContextFactory<SqliteDb> contexts, SqliteTransaction transaction)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _failure = new OperationCanceledException(cancellationToken);
                return;
            }

            transaction.Save(Savepoint);
            try
            {
                await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
                db.Database.AutoSavepointsEnabled = false;
                await db.Database.UseTransactionAsync(transaction, CancellationToken.None);
                _result = await work(db, CancellationToken.None);
            }
            catch (Exception failure)
            {
                // Its own, and nobody else's: the group goes on.
                _failure = failure;
                UndoOwn(transaction, failure);
            }

            transaction.Release(Savepoint);
        }

        private static void UndoOwn(SqliteTransaction transaction, Exception failure)
        {
            try
            {
                transaction.Rollback(Savepoint);
            }
            catch (SqliteException)
            {
                // A full disk takes the whole transaction along, and then there is no such savepoint: the cause is what counts.
                ExceptionDispatchInfo.Throw(failure);
            }
        }

        public override void Finish()
        {
            switch (_failure)
            {
                case null:
                    _done.SetResult(_result!);
                    break;
                case OperationCanceledException when cancellationToken.IsCancellationRequested:
                    _done.SetCanceled(cancellationToken);
                    break;
                default:
                    _done.SetException(_failure);
                    break;
            }
        }

        public override void Fail(Exception failure) => _done.SetException(failure);
    }
}
