using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Modular.Infrastructure.Database;

/// <summary>
/// Tells the database's trouble, which callers wait for to end, from bugs of this program. A failure is trouble unless it is known to be
/// a bug: a failover, a full disk and a rotated password each have codes of their own, and products add more.
/// </summary>
public static class DatabaseTrouble
{
    // SQLite: the statement is wrong, or breaks a rule of the tables (sqlite.org/rescode.html). All other codes are about the file, the
    // disk, the memory, or other programs.
    private const int SqliteError = 1;
    private const int SqliteNotFound = 12;
    private const int SqliteTooBig = 18;
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;
    private const int SqliteMisuse = 21;
    private const int SqliteRange = 25;
    private const int PrimaryCode = 0xFF;

    // PostgreSQL: cardinality, data, constraint, syntax, and what a function raises (postgresql.org/docs/current/errcodes-appendix.html).
    private static readonly string[] BugClasses = ["21", "22", "23", "42", "P0"];

    // Of those classes: the server lacks what the migrations made, or withholds it. 42P05 is a pooler that mixes up sessions.
    private static readonly string[] TroubleAllTheSame =
    [
        PostgresErrorCodes.InsufficientPrivilege,
        PostgresErrorCodes.UndefinedTable,
        PostgresErrorCodes.UndefinedColumn,
        PostgresErrorCodes.UndefinedFunction,
        PostgresErrorCodes.UndefinedObject,
        PostgresErrorCodes.DuplicatePreparedStatement,
    ];

    /// <summary>Whether the database's trouble is behind a failure, so that the same request may succeed later.</summary>
    public static bool IsBehind(Exception exception) => exception switch
    {
        DatabaseUnavailableException => true,
        SqliteException failure => IsTrouble(failure),
        PostgresException failure => IsTrouble(failure.SqlState),
        NpgsqlOperationInProgressException => false,
        DbException => true,

        // Npgsql lets a name that does not resolve, or a server that does not answer, through as they are.
        SocketException or TimeoutException => true,
        { InnerException: { } inner } => IsBehind(inner),
        _ => false,
    };

    /// <summary>The kind of trouble, for a log line: the product's own code where there is one.</summary>
    public static string NameOf(Exception exception) => exception switch
    {
        DatabaseUnavailableException { InnerException: null } unavailable => unavailable.Message,
        SqliteException failure => $"SQLite error {failure.SqliteErrorCode}",
        PostgresException failure => $"PostgreSQL error {failure.SqlState}",
        { InnerException: { } inner } => NameOf(inner),
        _ => exception.GetType().Name,
    };

    private static bool IsTrouble(string sqlState) =>
        !Array.Exists(BugClasses, known => sqlState.StartsWith(known, StringComparison.Ordinal)) || TroubleAllTheSame.Contains(sqlState);

    private static bool IsTrouble(SqliteException failure) => (failure.SqliteErrorCode & PrimaryCode) switch
    {
        // SQLite has no code for tables that were there when this program started.
        SqliteError => failure.Message.Contains("no such table", StringComparison.Ordinal) || failure.Message.Contains("no such column", StringComparison.Ordinal),
        SqliteNotFound or SqliteTooBig or SqliteConstraint or SqliteMismatch or SqliteMisuse or SqliteRange => false,
        _ => true,
    };
}
