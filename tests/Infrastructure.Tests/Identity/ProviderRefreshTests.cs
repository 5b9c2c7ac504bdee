using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity;

public sealed class ProviderRefreshTests : IDisposable
{
    private readonly TimerClock _clock = new();

    [Fact]
    public async Task Keys_are_fetched_at_start_and_every_five_minutes_whether_or_not_anybody_calls()
    {
        using var provider = new Provider { IsReady = true };
        using var refresh = new ProviderRefresh([provider], _clock, NullLogger<ProviderRefresh>.Instance);
        await refresh.StartAsync(TestContext.Current.CancellationToken);
        await provider.NextAsync();
        await _clock.TimerAsync();
        _clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        provider.Refreshed.ShouldBe(1);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await provider.NextAsync();
        provider.Refreshed.ShouldBe(2);
        await refresh.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task While_there_are_none_they_are_asked_for_every_ten_seconds()
    {
        using var provider = new Provider();
        using var refresh = new ProviderRefresh([provider], _clock, NullLogger<ProviderRefresh>.Instance);
        await refresh.StartAsync(TestContext.Current.CancellationToken);
        await provider.NextAsync();
        await _clock.TimerAsync();
        _clock.Advance(TimeSpan.FromSeconds(10));

        await provider.NextAsync();
        provider.Refreshed.ShouldBe(2);
        await refresh.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task One_that_hangs_or_breaks_holds_up_no_other()
    {
        using var hangs = new Provider { Instead = cancellation => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation) };
        using var breaks = new Provider { Instead = _ => throw new InvalidOperationException("a bug") };
        using var works = new Provider { IsReady = true };
        using var refresh = new ProviderRefresh([hangs, breaks, works], _clock, NullLogger<ProviderRefresh>.Instance);
        await refresh.StartAsync(TestContext.Current.CancellationToken);

        await works.NextAsync();
        await breaks.NextAsync();
        await _clock.TimerAsync();
        await _clock.TimerAsync();
        _clock.Advance(TimeSpan.FromSeconds(10));
        await breaks.NextAsync();
        _clock.Advance(TimeSpan.FromMinutes(5));
        await works.NextAsync();
        await refresh.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(5, false, 5)]
    [InlineData(10, false, 10)]
    [InlineData(11, false, 10)]
    [InlineData(11, true, 11)]
    public async Task A_provider_that_is_not_ready_is_asked_at_least_every_ten_seconds(int every, bool isReady, int after)
    {
        using var provider = new Provider { IsReady = isReady, RefreshAfter = TimeSpan.FromSeconds(every) };
        using var refresh = new ProviderRefresh([provider], _clock, NullLogger<ProviderRefresh>.Instance);
        await refresh.StartAsync(TestContext.Current.CancellationToken);
        await provider.NextAsync();
        await _clock.TimerAsync();
        _clock.Advance(TimeSpan.FromSeconds(after) - TimeSpan.FromMilliseconds(1));
        provider.Refreshed.ShouldBe(1);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        await provider.NextAsync();
        await refresh.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_provider_with_nothing_to_refresh_is_left_alone()
    {
        using var provider = new Provider { RefreshAfter = null };
        using var refresh = new ProviderRefresh([provider], _clock, NullLogger<ProviderRefresh>.Instance);
        await refresh.StartAsync(TestContext.Current.CancellationToken);
        await refresh.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        provider.Refreshed.ShouldBe(0);
    }

    [Fact]
    public async Task A_refresh_that_breaks_or_gives_up_is_in_the_log_and_tried_again_after_ten_seconds()
    {
        foreach (var failure in new Exception[] { new InvalidOperationException("a bug"), new OperationCanceledException("given up by itself") })
        {
            var log = new FakeLogger<ProviderRefresh>();
            using var provider = new Provider { Instead = _ => throw failure };
            using var refresh = new ProviderRefresh([provider], _clock, log);
            await refresh.StartAsync(TestContext.Current.CancellationToken);
            await provider.NextAsync();
            await _clock.TimerAsync();
            (log.LatestRecord.Level, log.LatestRecord.Exception).ShouldBe((LogLevel.Error, failure));
            _clock.Advance(TimeSpan.FromSeconds(10));

            await provider.NextAsync();
            await refresh.StopAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_stop_ends_every_refresh_at_once()
    {
        using var hangs = new Provider { Instead = cancellation => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation) };
        using var waits = new Provider { IsReady = true };
        var log = new FakeLogger<ProviderRefresh>();
        using var refresh = new ProviderRefresh([hangs, waits], _clock, log);
        await refresh.StartAsync(TestContext.Current.CancellationToken);
        await hangs.NextAsync();
        await _clock.TimerAsync();
        await refresh.StopAsync(CancellationToken.None);

        refresh.ExecuteTask!.Status.ShouldBe(TaskStatus.RanToCompletion);
        log.Collector.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_stop_ends_what_providers_still_fetch_and_waits_for_its_end()
    {
        using var one = new Provider { Fetch = new TaskCompletionSource() };
        using var other = new Provider { Fetch = new TaskCompletionSource() };
        using var refresh = new ProviderRefresh([one, other], _clock, NullLogger<ProviderRefresh>.Instance);
        await refresh.StartAsync(TestContext.Current.CancellationToken);
        one.Fetch.SetResult();
        var stopped = refresh.StopAsync(CancellationToken.None);
        stopped.IsCompleted.ShouldBeFalse();
        other.Fetch.SetResult();

        await stopped;
    }

    public void Dispose() => _clock.Dispose();

    /// <summary>Completes when a timer is set: before that, moving the clock would reach no timer.</summary>
    private sealed class TimerClock : FakeTimeProvider, IDisposable
    {
        private readonly SemaphoreSlim _timers = new(0);

        public Task TimerAsync() => _timers.WaitAsync(TestContext.Current.CancellationToken);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timers.Release();
            return timer;
        }

        public void Dispose() => _timers.Dispose();
    }

    private sealed class Provider : IIdentityProvider, IDisposable
    {
        private readonly SemaphoreSlim _refreshed = new(0);

        public void Dispose() => _refreshed.Dispose();

        public string Name => "main";

        public IReadOnlyCollection<string> Issuers => ["https://login.example.com"];

        public ProviderDescription Description => throw new NotSupportedException();

        public bool IsReady { get; init; }

        public TimeSpan? RefreshAfter { get; init; } = TimeSpan.FromMinutes(5);

        public Func<CancellationToken, Task>? Instead { get; init; }

        public int Refreshed { get; private set; }

        public Task NextAsync() => _refreshed.WaitAsync(TestContext.Current.CancellationToken);

        public ValueTask<ProviderAnswer> ValidateAsync(PresentedToken token, TokenTrace? trace, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        /// <summary>When its last fetch has ended; null when there is none.</summary>
        public TaskCompletionSource? Fetch { get; init; }

        public Task StopAsync(CancellationToken cancellationToken) => Fetch?.Task ?? Task.CompletedTask;

        public Task RefreshAsync(CancellationToken cancellationToken)
        {
            Refreshed++;
            _refreshed.Release();
            return Instead is { } instead ? instead(cancellationToken) : Task.CompletedTask;
        }
    }
}
