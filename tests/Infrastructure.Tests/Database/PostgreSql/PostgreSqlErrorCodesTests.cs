using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Modular.Infrastructure.Database.PostgreSql.Engine;
using Npgsql;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

public sealed class PostgreSqlErrorCodesTests() : DatabaseTroubleContract(PostgreSqlTrouble.Instance)
{
    [Theory]
    [InlineData("08006", "the connection broke")]
    [InlineData("08P01", "a pooler that is full or away")]
    [InlineData("0A000", "a plan whose tables have changed")]
    [InlineData("25006", "a primary that was demoted")]
    [InlineData("26000", "a pooler that mixes up sessions")]
    [InlineData("28000", "an address that may not connect")]
    [InlineData("28P01", "a rotated password")]
    [InlineData("3D000", "no such database")]
    [InlineData("3F000", "no such schema")]
    [InlineData("40001", "a serialization failure")]
    [InlineData("40P01", "a deadlock")]
    [InlineData("42501", "a right that was withdrawn")]
    [InlineData("42703", "a column of another version")]
    [InlineData("42704", "a type or a collation that is gone")]
    [InlineData("42883", "a function of another version")]
    [InlineData("42P01", "a table that is gone")]
    [InlineData("42P05", "a pooler that mixes up sessions")]
    [InlineData("53100", "a full disk")]
    [InlineData("53200", "no memory")]
    [InlineData("53300", "too many connections")]
    [InlineData("53400", "a limit of the configuration")]
    [InlineData("55000", "an object that is not ready")]
    [InlineData("55P03", "a lock that does not come")]
    [InlineData("57014", "a statement that takes too long")]
    [InlineData("57P01", "a server that shuts down")]
    [InlineData("57P02", "a server that crashed")]
    [InlineData("57P03", "a server that starts")]
    [InlineData("57P04", "a database that was dropped")]
    [InlineData("57P05", "a session that was idle too long")]
    [InlineData("58030", "a disk that fails")]
    [InlineData("58P01", "a file that is gone")]
    [InlineData("F0000", "a broken configuration file")]
    [InlineData("XX000", "an internal error")]
    [InlineData("XX001", "a corrupt table")]
    [InlineData("XX002", "a corrupt index")]
    public void What_PostgreSQL_says_of_itself_is_trouble(string sqlState, string what)
    {
        PostgreSqlTrouble.Instance.IsBehind(new DbUpdateException("An error occurred.", Failure(sqlState))).ShouldBeTrue(what);
        PostgreSqlTrouble.Instance.NameOf(new DbUpdateException("An error occurred.", Failure(sqlState))).ShouldBe($"PostgreSQL error {sqlState}");
    }

    [Theory]
    [InlineData("21000")]
    [InlineData("22001")]
    [InlineData("22P02")]
    [InlineData("23505")]
    [InlineData("23001")]
    [InlineData("42601")]
    [InlineData("42804")]
    [InlineData("P0001")]
    public void A_statement_that_cannot_be_right_is_a_bug_on_PostgreSQL(string sqlState) =>
        PostgreSqlTrouble.Instance.IsBehind(new DbUpdateException("An error occurred.", Failure(sqlState))).ShouldBeFalse();

    [Fact]
    public void A_connection_that_cannot_be_made_is_trouble()
    {
        Exception[] failures =
        [
            new NpgsqlException("Exception while reading from stream", new EndOfStreamException()),
            new NpgsqlException("Exception while performing SSL handshake", new System.Security.Authentication.AuthenticationException()),
            new NpgsqlException("The connection pool has been exhausted", new TimeoutException()),
            new NpgsqlException("An exception was thrown from the password provider", new ConfigurationException("There is no file.")),
            new SocketException((int)SocketError.HostNotFound),
            new InvalidOperationException("An exception has been raised that is likely due to a transient failure.", new NpgsqlException("x", new IOException())),
            new TimeoutException(),
        ];

        failures.ShouldAllBe(failure => PostgreSqlTrouble.Instance.IsBehind(failure));
    }

    [Fact]
    public void Two_operations_at_once_on_a_connection_are_a_bug()
    {
        var bug = new NpgsqlOperationInProgressException(new NpgsqlCommand("SELECT 1"));

        PostgreSqlTrouble.Instance.IsBehind(bug).ShouldBeFalse();
        PostgreSqlTrouble.Instance.RefusalOf(bug).ShouldBeNull();
    }

    private static PostgresException Failure(string sqlState) => new("message", "ERROR", "ERROR", sqlState);
}
