using Modular.Infrastructure.Tests.Retention;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

public sealed class PostgreSqlRetentionTests(PostgreSqlStore store) : RetentionContract(store), IClassFixture<PostgreSqlStore>
{
    private readonly PostgreSqlStore _store = store;

    [Fact]
    public async Task One_node_at_a_time_does_it()
    {
        var others = await _store.WriteAsync(async (mine, cancellationToken) =>
        {
            (await mine.TryLockRetentionAsync(cancellationToken)).ShouldBeTrue();
            return await _store.WriteAsync((other, cancelled) => other.TryLockRetentionAsync(cancelled));
        });

        others.ShouldBeFalse();
        (await _store.WriteAsync((other, cancelled) => other.TryLockRetentionAsync(cancelled))).ShouldBeTrue();
    }
}
