using Modular.Infrastructure.Database.PostgreSql.Engine;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

/// <summary>The writers of one row wait for one another, and for no others.</summary>
public sealed class ContestedRowsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ContestedRows _rows = new();

    [Fact]
    public async Task One_writer_has_a_row_at_a_time_and_the_next_follows()
    {
        var first = await TakeAsync(1);
        var second = TakeAsync(1);
        second.IsCompleted.ShouldBeFalse();

        first!.Dispose();

        (await second).ShouldNotBeNull();
    }

    [Fact]
    public async Task Another_row_is_free()
    {
        using var first = await TakeAsync(1);

        (await TakeAsync(2)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_writer_that_gives_up_leaves_the_row_to_the_others()
    {
        var first = await TakeAsync("row");
        (await _rows.TakeAsync("row", TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken)).ShouldBeNull();
        using var gone = new CancellationTokenSource();
        var cancelled = _rows.TakeAsync("row", Patience, gone.Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);

        first!.Dispose();

        using (await TakeAsync("row"))
        {
        }

        (await TakeAsync("row")).ShouldNotBeNull();
    }

    [Fact]
    public void A_row_without_writers_is_forgotten_also_when_some_gave_up()
    {
        var row = Write();

        GC.Collect();

        row.IsAlive.ShouldBeFalse("A node would keep every order that was ever written.");
    }

    private WeakReference Write()
    {
        var row = new object();
        using (TakeAsync(row).GetAwaiter().GetResult())
        {
            _rows.TakeAsync(row, TimeSpan.Zero, CancellationToken.None).GetAwaiter().GetResult().ShouldBeNull();
        }

        return new WeakReference(row);
    }

    private Task<IDisposable?> TakeAsync(object row) => _rows.TakeAsync(row, Patience, TestContext.Current.CancellationToken);
}
