using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql.Engine;

/// <summary>Reads the error codes of PostgreSQL (postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal sealed class PostgreSqlTrouble : DatabaseTrouble
{
    // Cardinality, data, constraint, syntax, and what a function raises.
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

    private PostgreSqlTrouble()
    {
    }

    /// <summary>The only one: it has no state.</summary>
    public static PostgreSqlTrouble Instance { get; } = new();

    private protected override ProductFailure? Read(Exception exception) => exception switch
    {
        PostgresException failure => new ProductFailure(IsTrouble(failure.SqlState), $"PostgreSQL error {failure.SqlState}", RefusalOf(failure)),
        NpgsqlOperationInProgressException => new ProductFailure(IsTrouble: false, Name: null, Refusal: null),
        _ => null,
    };

    private static bool IsTrouble(string sqlState) =>
        !Array.Exists(BugClasses, known => sqlState.StartsWith(known, StringComparison.Ordinal)) || TroubleAllTheSame.Contains(sqlState);

    private static DatabaseRefusal? RefusalOf(PostgresException failure) => failure.SqlState switch
    {
        PostgresErrorCodes.QueryCanceled =>
            new("The database cancelled a statement: another session holds a lock, or the server's statement_timeout is too short.", MayPass: true),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected =>
            new("The database is busy: another session holds a lock for longer than this program waits.", MayPass: true),
        PostgresErrorCodes.TooManyConnections => new("The database server has no connection left for this program (max_connections).", MayPass: true),
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            new("The database is read-only, as a standby is: set Host in ConnectionStrings:Modular to the primary server, or end default_transaction_read_only for the user and the database.", MayPass: true),
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
        var code => new($"PostgreSQL refuses this: {failure.MessageText} (PostgreSQL error {code}).", failure.IsTransient),
    };
}
