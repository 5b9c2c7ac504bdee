using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>
/// Reads the error codes of SQLite (sqlite.org/rescode.html). Some mean that the statement is wrong, or breaks a rule of the tables; all
/// others are about the file, the disk, the memory, or other programs.
/// </summary>
internal sealed class SqliteTrouble : DatabaseTrouble
{
    private const int PrimaryCode = 0xFF;

    private SqliteTrouble()
    {
    }

    /// <summary>The only one: it has no state.</summary>
    public static SqliteTrouble Instance { get; } = new();

    private protected override ProductFailure? Read(Exception exception) => exception is SqliteException failure
        ? new ProductFailure(IsTrouble(failure), $"SQLite error {failure.SqliteErrorCode}", RefusalOf(failure.SqliteErrorCode & PrimaryCode))
        : null;

    private static bool IsTrouble(SqliteException failure) => (failure.SqliteErrorCode & PrimaryCode) switch
    {
        // SQLite has no code for tables that were there when this program started.
        raw.SQLITE_ERROR => failure.Message.Contains("no such table", StringComparison.Ordinal) || failure.Message.Contains("no such column", StringComparison.Ordinal),
        raw.SQLITE_NOTFOUND or raw.SQLITE_TOOBIG or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_MISUSE or raw.SQLITE_RANGE => false,
        _ => true,
    };

    private static DatabaseRefusal? RefusalOf(int code) => code switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL =>
            new("The database is busy: another process holds its lock for longer than this program waits.", MayPass: true),
        raw.SQLITE_FULL => new("The database cannot grow: its disk is full.", MayPass: true),
        raw.SQLITE_READONLY => new("The database is read-only: its file, its folder or its file system cannot be written by this user.", MayPass: false),
        raw.SQLITE_CANTOPEN => new("The database cannot be opened: its file or the files beside it (-wal, -shm) are missing or belong to another user.", MayPass: false),
        raw.SQLITE_IOERR => new("The database's disk fails.", MayPass: true),
        raw.SQLITE_NOTADB => new("The file is no SQLite database.", MayPass: false),
        raw.SQLITE_CORRUPT => new("The database is damaged: go back to a backup.", MayPass: false),
        raw.SQLITE_NOMEM => new("There is not enough memory for SQLite.", MayPass: true),
        raw.SQLITE_ERROR or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_MISUSE or raw.SQLITE_RANGE or raw.SQLITE_TOOBIG => null,
        _ => new($"SQLite refuses this (SQLite error {code}).", MayPass: false),
    };
}
