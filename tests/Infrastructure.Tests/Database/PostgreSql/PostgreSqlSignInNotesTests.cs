using Modular.Infrastructure.Tests.Customers;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

public sealed class PostgreSqlSignInNotesTests(PostgreSqlStore store) : SignInNotesContract(store), IClassFixture<PostgreSqlStore>
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly PostgreSqlStore _store = store;

    [Fact]
    public async Task A_customer_whom_another_writer_has_locked_holds_up_no_other_and_is_noted_afterwards()
    {
        var (locked, free) = (await AddAsync(), await AddAsync());
        var isLocked = new TaskCompletionSource();
        var letGo = new TaskCompletionSource();
        var other = _store.WriteAsync(async (db, cancellationToken) =>
        {
            await db.LockCustomersAsync([locked], cancellationToken);
            isLocked.SetResult();
            await letGo.Task;
            return true;
        });
        await isLocked.Task.WaitAsync(TestContext.Current.CancellationToken);

        (await NoteAsync((locked, Now), (free, Now))).ShouldBeFalse();
        (await SignedInAsync(free)).ShouldBe(Now);

        letGo.SetResult();
        await other;
        (await NoteAsync()).ShouldBeTrue();
        (await SignedInAsync(locked)).ShouldBe(Now);
    }
}
