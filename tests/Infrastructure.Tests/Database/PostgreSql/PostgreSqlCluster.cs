namespace Modular.Infrastructure.Tests.Database.PostgreSql;

/// <summary>A running PostgreSQL server that tests may fill with databases.</summary>
/// <param name="how">The source of the server, for the tests' output.</param>
/// <param name="connectionString">To its maintenance database, as a role that may create databases.</param>
internal class PostgreSqlCluster(string how, string connectionString) : IAsyncDisposable
{
    /// <summary>Enough for all test classes at once, each with a pool.</summary>
    public const string MostConnections = "max_connections=400";

    public string How => how;

    public string ConnectionString => connectionString;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
