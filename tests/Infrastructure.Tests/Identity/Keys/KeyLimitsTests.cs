using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Modular.Infrastructure.Identity.Keys;

namespace Modular.Infrastructure.Tests.Identity.Keys;

/// <summary>SECURITY rule 8, to the instant and to the last who waits.</summary>
public sealed class KeyLimitsTests : IClassFixture<SigningKeys>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly SigningKeys _keys;
    private readonly StubFeed _feed = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeLogger _log = new();
    private readonly JwksCache _source;

    public KeyLimitsTests(SigningKeys keys)
    {
        _keys = keys;
        _source = new JwksCache(_feed, Hour, _clock, _log);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_serve_for_their_longest_age_and_not_an_instant_longer()
    {
        _feed.Bring(new KeyFetch.Fetched(Set(_keys.Ours)));
        await _source.RefreshAsync(Cancelled);
        _feed.Bring(new KeyFetch.Failed("down"));
        _clock.Advance(Hour);
        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
        _source.HasKeys.ShouldBeTrue();
        _clock.Advance(Tick);

        _source.HasKeys.ShouldBeFalse();
        _source.HadKeys.ShouldBeTrue();
        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBe(new KeyAnswer.Unavailable("the provider's keys could not be fetched"));
    }

    [Fact]
    public async Task The_age_that_a_set_has_when_it_is_read_counts()
    {
        _feed.Bring(new KeyFetch.Fetched(Set(_keys.Ours), TimeSpan.FromMinutes(59)));
        await _source.RefreshAsync(Cancelled);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _source.HasKeys.ShouldBeTrue();
        _clock.Advance(Tick);

        _source.HasKeys.ShouldBeFalse();
    }

    [Fact]
    public async Task A_set_that_is_as_old_as_it_may_be_serves_and_an_older_one_does_not()
    {
        _feed.Bring(new KeyFetch.Fetched(Set(_keys.Ours), Hour));
        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
        _clock.Advance(Second);
        _feed.Bring(new KeyFetch.Fetched(Set(_keys.Ours), Hour + Tick));

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBe(new KeyAnswer.Unavailable("the provider's keys are too old"));
        _source.HasKeys.ShouldBeFalse();
        _source.HadKeys.ShouldBeTrue();
    }

    [Fact]
    public async Task Before_the_first_set_there_are_none()
    {
        (_source.HasKeys, _source.HadKeys).ShouldBe((false, false));
        await _source.RefreshAsync(Cancelled);

        (_source.HasKeys, _source.HadKeys).ShouldBe((false, false));
        _source.RefreshAfter.ShouldBe(_feed.RefreshAfter);
    }

    [Fact]
    public async Task An_absent_set_is_called_absent()
    {
        _feed.Bring(new KeyFetch.NotThere("answered 404"));

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Absent>();
    }

    [Fact]
    public async Task A_hundred_may_wait_again_after_others_were_sent_away()
    {
        var gate = new TaskCompletionSource<KeyFetch>();
        _feed.Next = _ => gate.Task;
        var first = Find(150);
        first.Count(find => find.IsCompleted).ShouldBe(50);
        gate.SetResult(new KeyFetch.Fetched(Set(_keys.Ours)));
        (await Task.WhenAll(first)).Count(answer => answer is KeyAnswer.Found).ShouldBe(100);
        foreach (var sentAway in first.Where(find => find.Result is not KeyAnswer.Found))
        {
            (await sentAway).ShouldBe(new KeyAnswer.Unavailable("too many requests wait for the provider's keys"));
        }

        _clock.Advance(Hour + Second);
        gate = new TaskCompletionSource<KeyFetch>();
        var second = Find(100);
        second.ShouldAllBe(find => !find.IsCompleted);
        gate.SetResult(new KeyFetch.Fetched(Set(_keys.Ours)));
        (await Task.WhenAll(second)).ShouldAllBe(answer => answer is KeyAnswer.Found);

        List<Task<KeyAnswer>> Find(int count) => [.. Enumerable.Range(0, count).Select(_ => _source.FindAsync("k1", "RS256", Cancelled).AsTask())];
    }

    [Fact]
    public async Task A_question_during_a_fetch_that_brings_its_key_causes_no_other()
    {
        var gate = new TaskCompletionSource<KeyFetch>();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _feed.Next = _ =>
        {
            asked.TrySetResult();
            return gate.Task;
        };
        var first = _source.FindAsync("k1", "RS256", Cancelled).AsTask();
        await asked.Task;
        var second = _source.FindAsync("k1", "RS256", Cancelled).AsTask();
        gate.SetResult(new KeyFetch.Fetched(Set(_keys.Ours)));

        (await first).ShouldBeOfType<KeyAnswer.Found>();
        (await second).ShouldBeOfType<KeyAnswer.Found>();
        _feed.Fetches.ShouldBe(1);
    }

    [Fact]
    public async Task A_fetch_is_given_up_after_five_seconds_and_the_next_one_may_begin()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _feed.Next = async cancellation =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellation);
            throw new InvalidOperationException("Never reached.");
        };
        var refresh = _source.RefreshAsync(Cancelled);
        await asked.Task;
        _clock.Advance(TimeSpan.FromSeconds(5) - Tick);
        refresh.IsCompleted.ShouldBeFalse();
        _clock.Advance(Tick);
        await refresh;
        _feed.Bring(new KeyFetch.Fetched(Set(_keys.Ours)));

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
        _log.Collector.GetSnapshot().ShouldContain(line => line.Level == LogLevel.Warning && line.Message.EndsWith("no answer in time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bug_of_a_feed_is_no_outage_and_the_next_fetch_goes_on()
    {
        _feed.Next = _ => throw new InvalidOperationException("a bug");
        await Should.ThrowAsync<InvalidOperationException>(async () => await _source.FindAsync("k1", "RS256", Cancelled));
        await _source.RefreshAsync(Cancelled).WaitAsync(TimeSpan.Zero, Cancelled).ContinueWith(_ => { }, Cancelled, TaskContinuationOptions.None, TaskScheduler.Default);
        _clock.Advance(Second);
        _feed.Bring(new KeyFetch.Fetched(Set(_keys.Ours)));
        _clock.Advance(Second);
        await _source.RefreshAsync(Cancelled);

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
    }

    [Fact]
    public async Task A_question_after_a_bug_of_a_feed_is_answered_by_the_next_fetch()
    {
        _feed.Next = _ => throw new InvalidOperationException("a bug");
        await Should.ThrowAsync<InvalidOperationException>(async () => await _source.FindAsync("k1", "RS256", Cancelled));
        _clock.Advance(Second);
        _feed.Bring(new KeyFetch.Fetched(Set(_keys.Ours)));

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
    }

    [Fact]
    public async Task A_fetch_begins_when_the_one_before_it_has_ended_and_not_sooner()
    {
        var gate = new TaskCompletionSource<KeyFetch>();
        _feed.Next = _ => gate.Task;
        var turns = new Turns();
        var first = turns.Begin(() => _source.RefreshAsync(Cancelled));
        turns.Go();
        _feed.Fetches.ShouldBe(1);
        _clock.Advance(Second);
        var second = turns.Begin(() => _source.RefreshAsync(Cancelled));
        turns.Go();

        _feed.Fetches.ShouldBe(1);
        gate.SetResult(new KeyFetch.Fetched(Set(_keys.Ours)));
        await Task.WhenAll(first, second);
        _feed.Fetches.ShouldBe(2);
    }

    [Fact]
    public async Task A_refresh_never_throws_for_what_the_provider_does()
    {
        (Exception Failure, string Said)[] failures =
        [
            (new HttpRequestException("down"), "no answer (HttpRequestException)"),
            (new IOException("cut"), "no answer (IOException)"),
            (new TaskCanceledException("late"), "no answer in time"),
        ];
        foreach (var (failure, said) in failures)
        {
            _feed.Next = _ => throw failure;
            await _source.RefreshAsync(Cancelled);
            _log.LatestRecord.Message.ShouldBe($"Signing keys at https://keys.example/jwks.json cannot be fetched: {said}");
            _clock.Advance(Second);
        }
    }

    [Fact]
    public async Task Each_fetch_is_in_the_log_with_its_place()
    {
        _feed.Bring(new KeyFetch.Fetched(Set(_keys.Ours)));
        await _source.RefreshAsync(Cancelled);
        (_log.LatestRecord.Level, _log.LatestRecord.Message).ShouldBe((LogLevel.Information, "Fetched 1 signing keys from https://keys.example/jwks.json"));

        _clock.Advance(Second);
        _feed.Bring(new KeyFetch.NotThere("answered 404"));
        await _source.RefreshAsync(Cancelled);
        (_log.LatestRecord.Level, _log.LatestRecord.Message).ShouldBe(
            (LogLevel.Warning, "Signing keys at https://keys.example/jwks.json cannot be fetched: answered 404"));
    }

    [Fact]
    public async Task A_key_is_published_as_long_as_the_set_has_the_same_under_its_name()
    {
        _feed.Bring(new KeyFetch.Fetched(Set(_keys.Ours)));
        var key = (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>().Key;
        _source.Publishes(key, "RS256").ShouldBeTrue();

        await RefreshAsync(Set(_keys.Ours));
        _source.Publishes(key, "RS256").ShouldBeTrue();

        await RefreshAsync(Set(_keys.Strangers));
        _source.Publishes(key, "RS256").ShouldBeFalse();

        await RefreshAsync(Set(_keys.Ours, "k2"));
        _source.Publishes(key, "RS256").ShouldBeFalse();

        await RefreshAsync(Set(_keys.Ours));
        _source.Publishes(key, "RS256").ShouldBeTrue();
        _clock.Advance(Hour + Tick);
        _source.Publishes(key, "RS256").ShouldBeFalse();

        async Task RefreshAsync(KeySet keys)
        {
            _clock.Advance(Second);
            _feed.Bring(new KeyFetch.Fetched(keys));
            await _source.RefreshAsync(Cancelled);
        }
    }

    private static KeySet Set(RSA key, string kid = "k1")
    {
        using var pool = new PoolKeys();
        pool.Publish(kid, key);
        return KeySet.Parse(Encoding.UTF8.GetBytes(pool.Jwks()), out _)!;
    }

    /// <summary>Lets what yields go on when the test says so: that nothing begins can then be seen without a wait for it.</summary>
    private sealed class Turns : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = [];

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

        public Task Begin(Func<Task> work)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                return work();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }

        public void Go()
        {
            while (_posted.TryDequeue(out var posted))
            {
                posted.Callback(posted.State);
            }
        }
    }
}
