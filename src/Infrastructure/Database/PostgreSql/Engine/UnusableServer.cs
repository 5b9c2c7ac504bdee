using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql.Engine;

/// <summary>Says why a PostgreSQL server, or a database of it, cannot be used, and what to change.</summary>
internal static class UnusableServer
{
    private const string Setting = DatabaseBuilder.ConnectionString;

    /// <summary>Where the server is, for a sentence.</summary>
    public static string AddressOf(NpgsqlConnectionStringBuilder server) => $"{server.Host}:{server.Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The exception that says why, or null where a failure is about something else.</summary>
    /// <remarks>EF puts what may pass by itself into an exception of its own, and Npgsql what the password's file is about.</remarks>
    public static Exception? Cause(Exception? exception) => exception switch
    {
        NpgsqlException { InnerException: ConfigurationException wrong } => wrong,
        null or NpgsqlException or SocketException or TimeoutException => exception,
        _ => Cause(exception.InnerException),
    };

    /// <summary>The sentence for the operator.</summary>
    public static ConfigurationException Refusal(NpgsqlConnectionStringBuilder server, Exception cause) => cause as ConfigurationException ?? new($"{Setting}: " + (cause as NpgsqlException)?.SqlState switch
    {
        PostgresErrorCodes.InvalidCatalogName =>
            $"there is no database '{server.Database}' on {AddressOf(server)} yet; create it by running this program with 'migrate'.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"the server {AddressOf(server)} refuses the user '{server.Username}' (PostgreSQL error {((NpgsqlException)cause).SqlState}); check Username and Password, "
            + "and who may connect from here.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"the user '{server.Username}' lacks a right in the database '{server.Database}' on {AddressOf(server)}: {((PostgresException)cause).MessageText} "
            + $"(PostgreSQL error {PostgresErrorCodes.InsufficientPrivilege}); let the owner of that object run this, or grant the right, or set another Username.",
        PostgresErrorCodes.ProtocolViolation =>
            $"the pooler {AddressOf(server)} in front of the database '{server.Database}' refuses this (PostgreSQL error 08P01); "
            + "let it know that database, and run it with pool_mode = transaction or session.",
        _ when PostgreSqlTrouble.Instance.RefusalOf(cause) is { MayPass: true } refusal && cause is PostgresException =>
            $"the database '{server.Database}' on {AddressOf(server)}: {refusal.Sentence}",
        { } code => $"the database '{server.Database}' on {AddressOf(server)} cannot be used: {((PostgresException)cause).MessageText} (PostgreSQL error {code}).",
        null => $"the server {AddressOf(server)} {Unanswered(cause)}",
    })
    {
        MayPass = PostgreSqlTrouble.Instance.RefusalOf(cause) is { MayPass: true },
    };

    // The exception that is furthest inside says the most, but the library says by its own ones what it misses in a server's answer.
    private static string Unanswered(Exception cause) => cause switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            "has a name that this machine does not know; check Host, and the machine's name servers.",
        AuthenticationException or CryptographicException => $"cannot be trusted: {FirstLine(cause)}; check SSL Mode, Root Certificate and SSL Certificate.",
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException =>
            $"cannot be asked: {FirstLine(cause)}; check Root Certificate, SSL Certificate and SSL Key.",
        NpgsqlException { InnerException: null } => $"cannot be used: {FirstLine(cause)}.",
        { InnerException: { } inner } => Unanswered(inner),
        _ => "does not answer; check Host and Port, and that PostgreSQL is running there.",
    };

    private static string FirstLine(Exception exception) => exception.Message.Split('\n')[0].TrimEnd('\r', '.', ' ');
}
