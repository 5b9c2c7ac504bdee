using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SQLitePCL;

namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>
/// The one writer of a SQLite file. Work waits in a line in this process rather than for SQLite's lock, and the work that waited while the
/// disk was busy shares the next commit: each piece is a savepoint of its own, and none is answered before the commit is on the disk.
/// </summary>
internal sealed class SqliteWriter : IWriter, IAsyncDisposable
{
    /// <summary>The most pieces of work in one commit, so that none waits long for the others.</summary>
    private const int MostTogether = 64;

    /// <summary>The most pieces of work in line: more than a disk does in the time that callers wait.</summary>
    private const int MostWaiting = 2_000;

    // The statement changes no value, and SQLite writes the page all the same.
    private static readonly SqliteQuery Trial = new("UPDATE \"__EFMigrationsHistory\" SET \"ProductVersion\" = \"ProductVersion\"");
    private static readonly SqliteQuery MoveLog = new("PRAGMA wal_checkpoint(FULL)");
    private readonly Channel<SqliteWork> _line = Channel.CreateBounded<SqliteWork>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly PooledDbContextFactory<SqliteDb> _contexts;
    private readonly Task _running;
    private readonly SqliteFile _file;
    private readonly WriteDoubt _doubt;
    private readonly SqliteWriterMetrics _metrics;
    private SqliteStatements? _statements;
    private bool _isLogGone;

    /// <param name="connectionString">Of the file; the connection is this writer's alone.</param>
    /// <param name="options">The options of reading contexts: all but the connection is as theirs.</param>
    /// <param name="file">Tells whether what is written goes to the configured file.</param>
    /// <param name="doubt">Learns of writes that the disk does not take.</param>
    /// <param name="metrics">Counts what shares a commit.</param>
    public SqliteWriter(string connectionString, DbContextOptions<SqliteDb> options, SqliteFile file, WriteDoubt doubt, SqliteWriterMetrics metrics)
    {
        (_file, _doubt, _metrics) = (file, doubt, metrics);
        metrics.ObserveLine(() => _line.Reader.Count);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        _contexts = new PooledDbContextFactory<SqliteDb>(new DbContextOptionsBuilder<SqliteDb>(options).UseSqlite(_connection).Options);

        // The line belongs to no request, also where the first one made it.
        using (ExecutionContext.SuppressFlow())
        {
            _running = Task.Run(RunAsync);
        }
    }

    /// <summary>A context that writes beside the line: for what happens before the first request, and while none is served.</summary>
    /// <param name="connectionString">Of the file.</param>
    /// <param name="options">The options of reading contexts: all but the connection is as theirs.</param>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public static SqliteDb Alone(string connectionString, DbContextOptions<SqliteDb> options)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        connection.Open();
        SqliteSettings.SetForWriting(connection);
        return new SqliteDb(new DbContextOptionsBuilder<SqliteDb>(options).UseSqlite(connection, contextOwnsConnection: true).Options);
    }

    /// <summary>Tries whether the disk takes a write, in the line of all writers.</summary>
    /// <exception cref="DatabaseUnavailableException">The disk does not take it.</exception>
    public Task TryAsync(CancellationToken cancellationToken) => WriteAsync(write => write.Run(Trial, 0, static (rows, _) => rows.Next()), cancellationToken);

    public Task<T> WriteAsync<T>(Func<ModularDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        EnqueueAsync(group => group.WithContextAsync(work), cancellationToken);

    // The one writer has the whole file: no row makes others wait.
    public Task<T> WriteAsync<T>(object row, Func<ModularDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        WriteAsync(work, cancellationToken);

    /// <summary>As the other overload, for work without EF: the writes that most requests need.</summary>
    /// <param name="work">Works by the statements that it gets, at once and without waiting for anything.</param>
    /// <param name="cancellationToken">Ends the wait for a turn; what is begun is finished.</param>
    /// <typeparam name="T">The result.</typeparam>
    /// <exception cref="DatabaseUnavailableException">The database does not take it now: it may later.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteStatements, T> work, CancellationToken cancellationToken) =>
        EnqueueAsync(group => ValueTask.FromResult(work(group.Statements)), cancellationToken);

    /// <summary>Finishes what is in line.</summary>
    public async ValueTask DisposeAsync()
    {
        _line.Writer.TryComplete();
        await _running;
        _statements?.Dispose();
        await _connection.DisposeAsync();
    }

    private Task<T> EnqueueAsync<T>(Func<SqliteGroup, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var piece = new SqliteWork<T>(work, cancellationToken);
        return _line.Writer.TryWrite(piece)
            ? piece.Done
            : throw new DatabaseUnavailableException("The line of writers is full, or this process is ending.");
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
        var pieces = new List<SqliteWork>();
        try
        {
            _file.Check();
            var statements = await OpenAsync();
            await using var transaction = _connection.BeginTransaction(deferred: false);
            CheckLog();
            var group = new SqliteGroup(_contexts, transaction, statements);
            while (pieces.Count < MostTogether && _line.Reader.TryRead(out var work))
            {
                pieces.Add(work);
                await work.RunAsync(group);
                See(work.Failure);
            }

            var began = _metrics.CommitBegins();
            await transaction.CommitAsync();
            _metrics.Committed(began, pieces.Count);
            CheckLog();
            _file.Check();
        }
        catch (Exception failure)
        {
            // The pieces that wait behind would fail in the same way, and as slowly.
            while (_line.Reader.TryRead(out var waiting))
            {
                pieces.Add(waiting);
            }

            See(failure);
            var answer = SqliteTrouble.Instance.IsBehind(failure)
                ? new DatabaseUnavailableException("SQLite did not take a write.", failure)
                : failure;
            if (_isLogGone)
            {
                MoveLogIntoFile();
            }

            pieces.ForEach(work => work.Fail(answer));
            CloseAfterFailure();
            return;
        }

        pieces.ForEach(work => work.Finish(pieces.Count));
    }

    // Another program that has the lock gives it back, and whether there is a file is seen without writing; all else is about the disk.
    private void See(Exception? failure)
    {
        var cause = failure as SqliteException ?? failure?.InnerException as SqliteException;
        if (cause is { SqliteErrorCode: not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_CANTOPEN) } && SqliteTrouble.Instance.IsBehind(cause))
        {
            _doubt.Raise();
        }
    }

    /// <exception cref="DatabaseUnavailableException">Writes go to a log that the next start does not find.</exception>
    private void CheckLog()
    {
        _isLogGone = !_file.HasItsLog();
        if (_isLogGone)
        {
            throw new DatabaseUnavailableException("The write-ahead log was deleted or replaced.");
        }
    }

    // This connection still has the deleted log: what was answered before is not lost.
    private void MoveLogIntoFile()
    {
        _isLogGone = false;
        try
        {
            _statements?.Run(MoveLog);
        }
        catch (SqliteException failure)
        {
            See(failure);
        }

        _file.Renew();
    }

    // The next group opens it anew; a failure of closing has been reported already.
    private void CloseAfterFailure()
    {
        _statements?.Dispose();
        _statements = null;
        try
        {
            _file.Close(_connection.Close);
        }
        catch (SqliteException)
        {
        }
    }

    private async ValueTask<SqliteStatements> OpenAsync()
    {
        if (_statements is null)
        {
            await _connection.OpenAsync();
            _file.Check();
            SqliteSettings.SetForWriting(_connection);
            _statements = new SqliteStatements(_connection.Handle!);
        }

        return _statements;
    }
}
