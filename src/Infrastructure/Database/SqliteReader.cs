using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Modular.Infrastructure.Database;

/// <summary>One connection that reads, for one thread at a time.</summary>
internal sealed class SqliteReader : IDisposable
{
    private const int BusyMilliseconds = 5_000;

    private readonly sqlite3 _connection;

    public SqliteReader(string file)
    {
        // One thread at a time: SQLite's own locks are not needed. Not read-only, for then it could not join the write-ahead log.
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX;
        var opened = raw.sqlite3_open_v2(file, out _connection, Flags, vfs: null);
        Check(opened);
        raw.sqlite3_busy_timeout(_connection, BusyMilliseconds);
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
