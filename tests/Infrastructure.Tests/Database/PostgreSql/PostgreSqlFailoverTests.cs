using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Modular.Infrastructure.Database.PostgreSql.Engine;
using Npgsql;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

/// <summary>The connections to a server that is no longer the primary are closed, and new ones go where the address leads now.</summary>
public sealed class PostgreSqlFailoverTests(PostgreSqlDatabase database) : IClassFixture<PostgreSqlDatabase>, IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private NpgsqlDataSource? _source;

    public ValueTask InitializeAsync()
    {
        _source = database.Absent is null ? NpgsqlDataSource.Create(database.ConnectionString) : null;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _source?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Connections_are_closed_by_a_read_only_server_alone_and_once_a_second_at_most()
    {
        _ = database.ConnectionString;
        var failover = new PostgreSqlFailover(_source!, _clock);
        var first = await SessionAsync();

        failover.See(new DbUpdateException("An error occurred.", Failure(PostgresErrorCodes.DiskFull)));
        (await SessionAsync()).ShouldBe(first, "The server that has a full disk is the primary.");

        failover.See(new DbUpdateException("An error occurred.", Failure(PostgresErrorCodes.ReadOnlySqlTransaction)));
        var second = await SessionAsync();
        second.ShouldNotBe(first);

        _clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        failover.See(Failure(PostgresErrorCodes.ReadOnlySqlTransaction));
        (await SessionAsync()).ShouldBe(second, "Each request of a busy node would make a connection of its own.");

        _clock.Advance(TimeSpan.FromTicks(1));
        failover.LetGo();
        (await SessionAsync()).ShouldNotBe(second);
    }

    private async Task<int> SessionAsync()
    {
        await using var connection = await _source!.OpenConnectionAsync(TestContext.Current.CancellationToken);
        return connection.ProcessID;
    }

    private static PostgresException Failure(string sqlState) => new("message", "ERROR", "ERROR", sqlState);
}
