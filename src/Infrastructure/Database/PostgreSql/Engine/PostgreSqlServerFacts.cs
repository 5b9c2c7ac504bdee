using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql.Engine;

/// <summary>The properties of a PostgreSQL server, read once, before the pool of connections is made.</summary>
/// <param name="HasPooler">
/// Whether a pooler like PgBouncer stands in between: then statements of one connection may run in several sessions of the server.
/// </param>
/// <param name="Connections">How many connections the server, the database and the role allow this program; null where a pooler gives them out.</param>
/// <param name="UsedByOthers">How many of them other programs and nodes have at the moment.</param>
/// <param name="IdleSession">After which time without a statement the server ends a connection; zero for never.</param>
internal sealed record PostgreSqlServerFacts(bool HasPooler, int? Connections, int UsedByOthers, TimeSpan IdleSession)
{
    /// <summary>The careful assumption about each property, for a server behind a pooler and for one that cannot be asked.</summary>
    public static PostgreSqlServerFacts BehindPooler { get; } = new(HasPooler: true, Connections: null, UsedByOthers: 0, IdleSession: TimeSpan.Zero);

    private const string Question =
        """
        SELECT pg_backend_pid(), least(
            (SELECT setting::int FROM pg_settings WHERE name = 'max_connections')
                - (SELECT sum(setting::int) FROM pg_settings WHERE name IN ('superuser_reserved_connections', 'reserved_connections')),
            (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()),
            (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user))::int,
            (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid())::int,
            COALESCE((SELECT setting::int FROM pg_settings WHERE name = 'idle_session_timeout'), 0)
        """;

    /// <summary>Asks the server, by a connection of its own.</summary>
    /// <param name="database">Gives connections that are not kept.</param>
    /// <exception cref="NpgsqlException">The server does not answer, or refuses the connection.</exception>
    public static PostgreSqlServerFacts Ask(NpgsqlDataSource database)
    {
        using var connection = database.OpenConnection();
        using var command = new NpgsqlCommand(Question, connection);
        using var rows = command.ExecuteReader();
        rows.Read();

        // A pooler makes up the number that it gives to its client.
        return rows.GetInt32(0) == connection.ProcessID
            ? new PostgreSqlServerFacts(HasPooler: false, Math.Max(1, rows.GetInt32(1)), rows.GetInt32(2), TimeSpan.FromMilliseconds(rows.GetInt32(3)))
            : BehindPooler;
    }
}
