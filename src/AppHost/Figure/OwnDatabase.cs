using System.Globalization;
using Npgsql;

namespace Modular.AppHost.Figure;

/// <summary>
/// The figure's own database on a given PostgreSQL server. Its name has the resource server's port, so that two figures do not share it; it is
/// empty at each start and dropped at the end, and no other database is touched.
/// </summary>
internal sealed class OwnDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _server;
    private readonly string _name;

    private OwnDatabase(NpgsqlDataSource server, string name, string connectionString) => (_server, _name, ConnectionString) = (server, name, connectionString);

    public string ConnectionString { get; }

    /// <param name="server">The server's connection string.</param>
    /// <param name="port">The resource server's port.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StartRefusedException">The server does not answer, or its user may not create the database.</exception>
    public static async Task<OwnDatabase> CreateAsync(string server, int port, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"modular_apphost_{port}");
        // No pool: a connection that waits in it would keep the database from being dropped.
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Pooling = false });
        var own = new OwnDatabase(source, name, new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString);
        try
        {
            await own.DropAsync(cancellationToken);
            await own.ExecuteAsync($"CREATE DATABASE {name}", cancellationToken);
            return own;
        }
        catch (NpgsqlException error)
        {
            await source.DisposeAsync();
            throw new StartRefusedException($"AppHost:PostgreSql:Server cannot be used for the database '{name}': {error.Message.ReplaceLineEndings(" ")}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await DropAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The server is gone. The next start of the figure drops the database.
        }

        await _server.DisposeAsync();
    }

    // Forced: a program that was ended by force may have left connections.
    private Task DropAsync(CancellationToken cancellationToken) => ExecuteAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)", cancellationToken);

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _server.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
