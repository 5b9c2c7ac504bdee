using Modular.Infrastructure.Database.Schema;
using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql.Schema;

/// <summary>
/// Keeps two 'migrate's on one PostgreSQL database apart. The lock is a transaction's, on a connection of its own, so that it works
/// through a pooler and ends with the process. EF's own lock is not used: it is an exclusive lock of the history table, which readiness
/// of every serving node reads.
/// </summary>
internal sealed class MigrationTurn : IAsyncDisposable
{
    // Any number that no other lock has (see PostgreSqlDb).
    private const long Lock = 0x4D6967726174;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private MigrationTurn(NpgsqlConnection connection, NpgsqlTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    /// <summary>Waits until no other one runs.</summary>
    public static async Task<MigrationTurn> TakeAsync(NpgsqlDataSource source, MigrationPatience patience, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var turn = new MigrationTurn(connection, transaction);
        try
        {
            await turn.RunAsync("SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0", cancellationToken);
            if (await turn.RunAsync($"SELECT pg_try_advisory_xact_lock({Lock})", cancellationToken) is not true)
            {
                await patience.WhileAsync(
                    turn.RunAsync($"SELECT pg_advisory_xact_lock({Lock})", cancellationToken),
                    "Another 'migrate' is at work on this database: waiting for it.",
                    cancellationToken);
            }

            return turn;
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<object?> RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection, _transaction) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
