using Microsoft.Extensions.Time.Testing;

namespace Modular.Infrastructure.Tests;

/// <summary>An outage is a line a second with a count, however many requests it fails.</summary>
public sealed class LogFloodTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<long> _told = [];
    private readonly LogFlood _flood;

    public LogFloodTests() => _flood = new LogFlood(_clock);

    public void Dispose() => _flood.Dispose();

    [Fact]
    public void The_first_line_has_details_and_those_that_follow_are_counted_and_told_once_a_second()
    {
        Take("outage").ShouldBe(FloodedLine.WrittenWithDetails);
        Enumerable.Range(0, 1_000).Select(_ => Take("outage")).ShouldAllBe(line => line == FloodedLine.Counted);
        _told.ShouldBeEmpty();

        _clock.Advance(TimeSpan.FromSeconds(1));
        _told.ShouldBe([1_000]);

        Take("outage").ShouldBe(FloodedLine.Counted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _told.ShouldBe([1_000, 1]);
    }

    [Fact]
    public void After_a_quiet_second_a_line_is_written_again_and_details_after_a_minute()
    {
        Take("outage");
        _clock.Advance(TimeSpan.FromSeconds(2));
        Take("outage").ShouldBe(FloodedLine.Written);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Take("outage").ShouldBe(FloodedLine.WrittenWithDetails);
        _told.ShouldBeEmpty();
    }

    [Fact]
    public void Each_kind_is_counted_by_itself()
    {
        Take("full disk");

        Take("failover").ShouldBe(FloodedLine.WrittenWithDetails);
    }

    [Fact]
    public void As_many_lines_a_second_are_written_as_the_kind_may_have()
    {
        Enumerable.Range(0, 30).Count(_ => Take("rejected", most: 20) != FloodedLine.Counted).ShouldBe(20);

        _clock.Advance(TimeSpan.FromSeconds(1));

        _told.ShouldBe([10]);
        Enumerable.Range(0, 30).Count(_ => Take("rejected", most: 20) != FloodedLine.Counted).ShouldBe(19, "The count was a line of this second.");
    }

    [Fact]
    public async Task Of_many_threads_exactly_as_many_lines_are_written_as_the_kind_may_have_and_all_others_are_told()
    {
        // Long enough for threads to meet, on a machine that has two cores for them.
        const int Threads = 8, Each = 200_000, Most = 600_000;
        var written = await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(
            () => Enumerable.Range(0, Each).Count(_ => Take("answered", Most) is not FloodedLine.Counted), TestContext.Current.CancellationToken)));

        _clock.Advance(TimeSpan.FromSeconds(1));

        written.Sum().ShouldBe(Most);
        _told.ShouldBe([(Threads * Each) - Most]);
    }

    [Fact]
    public void What_was_counted_is_told_at_the_end()
    {
        Take("outage");
        Take("outage");

        _flood.Dispose();

        _told.ShouldBe([1]);
    }

    [Fact]
    public void Beyond_a_thousand_kinds_all_others_are_one()
    {
        Enumerable.Range(0, 1_000).Select(kind => Take($"{kind}")).ShouldAllBe(line => line == FloodedLine.WrittenWithDetails);

        Take("one more").ShouldBe(FloodedLine.WrittenWithDetails);
        Take("and another one").ShouldBe(FloodedLine.Counted);
        Take("999").ShouldBe(FloodedLine.Counted);
    }

    [Fact]
    public void What_is_told_belongs_to_no_request()
    {
        var clock = new WatchedClock();
        using var flood = new LogFlood(clock);

        flood.Take("outage", 1, _told.Add);

        clock.FlowWasSuppressed.ShouldBe(true, "The line that tells would have the trace id of the first request.");
    }

    private FloodedLine Take(string kind, int most = 1) => _flood.Take(kind, most, _told.Add);

    /// <summary>A clock that sees whether a timer is made with the context of a request.</summary>
    private sealed class WatchedClock : TimeProvider
    {
        public bool? FlowWasSuppressed { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            FlowWasSuppressed = ExecutionContext.IsFlowSuppressed();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
