using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql.Engine;

/// <summary>
/// Lets go of the connections to a server that is no longer the primary: new ones go where the address, or the list of hosts, leads now.
/// </summary>
internal sealed class PostgreSqlFailover(NpgsqlDataSource database, TimeProvider time)
{
    // Each request of a busy node would otherwise make a connection of its own while the primary is away.
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private long _cleared = long.MinValue;

    /// <summary>Lets the connections go when a failure says that the server only lets itself be read.</summary>
    public void See(Exception failure)
    {
        if (IsReadOnly(failure))
        {
            LetGo();
        }
    }

    /// <summary>Closes the pooled connections, at most once a second. A connection in use is closed when it comes back.</summary>
    public void LetGo()
    {
        var (last, now) = (Interlocked.Read(ref _cleared), time.GetTimestamp());
        if ((last == long.MinValue || time.GetElapsedTime(last, now) >= Between) && Interlocked.CompareExchange(ref _cleared, now, last) == last)
        {
            database.Clear();
        }
    }

    private static bool IsReadOnly(Exception? failure) => failure switch
    {
        null => false,
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => true,
        _ => IsReadOnly(failure.InnerException),
    };
}
