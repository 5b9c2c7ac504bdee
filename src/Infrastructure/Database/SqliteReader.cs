using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Modular.Infrastructure.Database;

/// <summary>One connection that reads, for one thread at a time. Below ADO.NET, whose commands and readers cost more than SQLite itself.</summary>
internal sealed class SqliteReader : IDisposable
{
    private const int BusyMilliseconds = 5_000;

    // SQLITE_STMTSTATUS_REPREPARE (sqlite.org/c3ref/c_stmtstatus_counter.html), which the library does not name.
    private const int CountOfRepreparations = 5;

    private readonly sqlite3 _connection;
    private readonly Dictionary<SqliteQuery, sqlite3_stmt> _prepared = [];

    public SqliteReader(string file)
    {
        // One thread at a time: SQLite's own locks are not needed. Not read-only, for then it could not join the write-ahead log.
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX;
        var opened = raw.sqlite3_open_v2(file, out _connection, Flags, vfs: null);
        Check(opened);
        raw.sqlite3_busy_timeout(_connection, BusyMilliseconds);
        Check(raw.sqlite3_exec(_connection, "PRAGMA query_only = ON"));
    }

    /// <summary>How often SQLite has compiled a prepared statement anew.</summary>
    public int Recompiled => _prepared.Values.Sum(statement => raw.sqlite3_stmt_status(statement, CountOfRepreparations, 0));

    public TResult Read<TState, TResult>(SqliteQuery query, TState state, Func<SqliteRows, TState, TResult> read)
    {
        if (!_prepared.TryGetValue(query, out var statement))
        {
            Check(raw.sqlite3_prepare_v2(_connection, query.Text, out statement));
            _prepared.Add(query, statement);
        }

        try
        {
            return read(new SqliteRows(_connection, statement), state);
        }
        finally
        {
            // Ends the read, so that the log can be written back. Parameters are bound anew by the next one.
            raw.sqlite3_reset(statement);
        }
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _connection);
}
