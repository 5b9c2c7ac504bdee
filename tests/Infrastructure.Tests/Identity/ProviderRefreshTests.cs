using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Modular.Infrastructure.Identity;

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

    public void Dispose() => _clock.Dispose();

    /// <summary>Tells when a timer is set: moving the clock before would move it past nobody.</summary>
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

        public TimeSpan? RefreshAfter => TimeSpan.FromMinutes(5);

        public Func<CancellationToken, Task>? Instead { get; init; }

        public int Refreshed { get; private set; }

        public Task NextAsync() => _refreshed.WaitAsync(TestContext.Current.CancellationToken);

        public ValueTask<ProviderAnswer> ValidateAsync(PresentedToken token, TokenTrace? trace, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task RefreshAsync(CancellationToken cancellationToken)
        {
            Refreshed++;
            _refreshed.Release();
            return Instead is { } instead ? instead(cancellationToken) : Task.CompletedTask;
        }
    }
}
