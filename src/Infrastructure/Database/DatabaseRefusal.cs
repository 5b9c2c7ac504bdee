using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Modular.Infrastructure.Database;

/// <summary>What the database refused, for the operator of a command.</summary>
/// <param name="Sentence">One sentence that says what it is and, where the operator can do something, what.</param>
/// <param name="MayPass">Whether the same command may succeed later without a change of anything.</param>
public sealed record DatabaseRefusal(string Sentence, bool MayPass)
{
    private const int PrimaryCode = 0xFF;

    /// <summary>What the database refused, or null where the failure is a bug or not the database's.</summary>
    public static DatabaseRefusal? Of(Exception exception) => Cause(exception) switch
    {
        null => null,
        SqliteException failure => OfSqlite(failure.SqliteErrorCode & PrimaryCode),
        PostgresException failure => OfPostgreSql(failure),
        TimeoutException => new("The database does not answer in time, perhaps because another session holds a lock.", MayPass: true),
        DatabaseUnavailableException { InnerException: null } => new("The database is busy: the writers before this one do not come to an end.", MayPass: true),
        _ => new("The database server does not answer.", MayPass: true),
    };

    // The product's own exception says the most. Npgsql puts a time-out into an exception of its own, and EF does the same with all.
    private static Exception? Cause(Exception? exception) => exception switch
    {
        null => null,
        SqliteException or PostgresException or TimeoutException => exception,
        DatabaseUnavailableException or NpgsqlException or SocketException => Cause(exception.InnerException) ?? exception,
        _ => Cause(exception.InnerException),
    };

    private static DatabaseRefusal? OfSqlite(int code) => code switch
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

    private static DatabaseRefusal? OfPostgreSql(PostgresException failure) => failure.SqlState switch
    {
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DeadlockDetected =>
            new("The database is busy: another session holds a lock for longer than this program waits.", MayPass: true),
        PostgresErrorCodes.TooManyConnections => new("The database server has no connection left for this program (max_connections).", MayPass: true),
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            new("The database is read-only, as a standby is: set Host in ConnectionStrings:Modular to the primary server.", MayPass: true),
        PostgresErrorCodes.InsufficientPrivilege => new(
            $"The user of ConnectionStrings:Modular lacks a right: {failure.MessageText} (PostgreSQL error {failure.SqlState}). "
            + "The owner of the tables can grant SELECT, INSERT, UPDATE and DELETE on it.",
            MayPass: false),
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
            new("The database server is stopping or starting.", MayPass: true),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            new($"The database server refuses the user (PostgreSQL error {failure.SqlState}): check Username and Password in ConnectionStrings:Modular.", MayPass: false),
        PostgresErrorCodes.InvalidCatalogName => new("There is no such database on the server: create it by running this program with 'migrate'.", MayPass: false),
        PostgresErrorCodes.DiskFull => new("The database server's disk is full.", MayPass: true),

        // Data, constraints, syntax.
        ['2', '2' or '3', ..] or ['4', '2', ..] => null,
        var code => new($"PostgreSQL refuses this (PostgreSQL error {code}); the server's log says why.", failure.IsTransient),
    };
}
