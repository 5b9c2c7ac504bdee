using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Modular.Fill;

/// <summary>
/// A row to insert, prepared once. Values are bound by place without the library's parameters, which look each name up for each row: ten
/// million rows in a minute instead of in several.
/// </summary>
internal sealed class SqliteRow : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteRow(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    public SqliteRow Number(int place, long value) => Bound(raw.sqlite3_bind_int64(_statement, place, value));

    public SqliteRow Text(int place, string value) => Bound(raw.sqlite3_bind_text(_statement, place, value));

    public SqliteRow Text(int place, ReadOnlySpan<byte> utf8) => Bound(raw.sqlite3_bind_text(_statement, place, utf8));

    /// <summary>16 bytes in network order.</summary>
    public SqliteRow Uuid(int place, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bound(raw.sqlite3_bind_blob(_statement, place, bytes));
    }

    public void Insert()
    {
        var result = raw.sqlite3_step(_statement);
        Check(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result);
        Check(raw.sqlite3_reset(_statement));
    }

    public void Dispose() => _statement.Dispose();

    private SqliteRow Bound(int result)
    {
        Check(result);
        return this;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
