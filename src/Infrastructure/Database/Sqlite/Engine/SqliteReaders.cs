using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>
/// Connections that read a SQLite file and stay open with their statements prepared, for the reads that every request causes: there are
/// as many as ever were needed at once.
/// </summary>
internal sealed class SqliteReaders : IDisposable
{
    private readonly ConcurrentBag<Reader> _idle = [];
    private readonly SqliteFile _file;
    private volatile int _generation;

    public SqliteReaders(SqliteFile file)
    {
        _file = file;
        file.OnRenewal(Renew);
    }

    /// <summary>How often SQLite has compiled a prepared statement anew, on the connections that are idle now.</summary>
    internal int Recompiled => _idle.Sum(reader => reader.Statements.Recompiled);

    /// <summary>Runs a query.</summary>
    /// <param name="query">The query; always the same object for the same text.</param>
    /// <param name="state">The argument of <paramref name="read"/>.</param>
    /// <param name="read">Binds the parameters and takes the rows, at once and without waiting for anything.</param>
    public TResult Read<TState, TResult>(SqliteQuery query, TState state, Func<SqliteRows, TState, TResult> read)
    {
        _file.CheckNowAndThen();
        var generation = _generation;
        var reader = _idle.TryTake(out var idle) ? idle : Open();
        try
        {
            var result = reader.Statements.Run(query, state, read);
            Return(reader, generation);
            return result;
        }
        catch
        {
            // The connection is closed in any state.
            reader.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        CloseIdle();
    }

    private Reader Open()
    {
        var reader = new Reader(_file.Path);
        try
        {
            _file.Check();
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private void Return(Reader reader, int generation)
    {
        if (generation == _generation)
        {
            _idle.Add(reader);
        }
        else
        {
            reader.Dispose();
        }
    }

    private void Renew()
    {
        Interlocked.Increment(ref _generation);
        CloseIdle();
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    /// <summary>One connection, for one thread at a time.</summary>
    private sealed class Reader : IDisposable
    {
        private readonly sqlite3 _connection;

        public Reader(string file)
        {
            // One thread at a time: SQLite's own locks are not needed. Not read-only, for then it could not join the write-ahead log.
            const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX;
            var opened = raw.sqlite3_open_v2(file, out _connection, Flags, vfs: null);
            Check(opened);
            raw.sqlite3_busy_timeout(_connection, SqliteSettings.BusyMilliseconds);
            Check(raw.sqlite3_exec(_connection, "PRAGMA query_only = ON"));
            Statements = new SqliteStatements(_connection);
        }

        public SqliteStatements Statements { get; }

        public void Dispose()
        {
            Statements.Dispose();
            _connection.Dispose();
        }

        private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _connection);
    }
}
