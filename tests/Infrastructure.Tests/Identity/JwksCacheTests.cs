using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Modular.Infrastructure.Identity.Keys;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>SECURITY rule 8: how keys are fetched.</summary>
public sealed class JwksCacheTests : IClassFixture<SigningKeys>, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SigningKeys _keys;
    private readonly PoolKeys _pool = new();
    private readonly WatchedClock _clock = new();
    private readonly JwksCache _source;

    public JwksCacheTests(SigningKeys keys)
    {
        _keys = keys;
        _pool.Publish("k1", keys.Ours);
        _source = new JwksCache(
            new JwksEndpoint(new Uri("https://keys.example/jwks.json"), () => new HttpClient(_pool, disposeHandler: false)),
            TimeSpan.FromMinutes(60),
            _clock,
            NullLogger.Instance);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _pool.Dispose();

    [Fact]
    public async Task A_known_kid_is_fetched_once()
    {
        for (var i = 0; i < 100; i++)
        {
            (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
        }

        _pool.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_who_wait_share_one_fetch()
    {
        var gate = new TaskCompletionSource<HttpResponseMessage>();
        _pool.Instead = (_, _) => gate.Task;

        var finds = Enumerable.Range(0, 100).Select(_ => _source.FindAsync("k1", "RS256", Cancelled).AsTask()).ToList();
        gate.SetResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_pool.Jwks()) });
        var answers = await Task.WhenAll(finds);

        answers.ShouldAllBe(answer => answer is KeyAnswer.Found);
        _pool.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Keys_are_fetched_again_in_the_background_so_that_a_withdrawn_one_ends()
    {
        await _source.FindAsync("k1", "RS256", Cancelled);
        _pool.Publish("k2", _keys.Strangers);
        _pool.Withdraw("k1");
        _clock.Advance(TimeSpan.FromMinutes(5) + Second);

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
        (await _source.FindAsync("k2", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
        _clock.Advance(Second);

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Unknown>();
        _pool.Asked.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_stop_ends_the_fetch_that_is_on_its_way_and_lets_no_other_begin()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _pool.Instead = async (_, cancellationToken) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException("It was not cancelled.");
        };
        var running = _source.FindAsync("k1", "RS256", Cancelled).AsTask();
        await asked.Task;
        var next = _source.RefreshAsync(Cancelled);

        await _source.StopAsync(Cancelled);

        (await running).ShouldBeOfType<KeyAnswer.Unavailable>();
        await next;
        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Unavailable>();
        _pool.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_hundred_and_first_who_would_wait_is_told_to_come_back()
    {
        var gate = new TaskCompletionSource<HttpResponseMessage>();
        _pool.Instead = (_, _) => gate.Task;
        var waiting = Enumerable.Range(0, 100).Select(_ => _source.FindAsync("k1", "RS256", Cancelled).AsTask()).ToList();

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Unavailable>();

        gate.SetResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_pool.Jwks()) });
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task A_new_key_is_found_within_the_request_that_brings_it()
    {
        await _source.FindAsync("k1", "RS256", Cancelled);
        _pool.Publish("k2", _keys.Strangers);
        _clock.Advance(Second);

        (await _source.FindAsync("k2", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
    }

    [Fact]
    public async Task A_key_that_left_is_no_longer_trusted_from_the_next_fetch_on()
    {
        await _source.FindAsync("k1", "RS256", Cancelled);
        _pool.Publish("k2", _keys.Strangers);
        _pool.Withdraw("k1");
        _clock.Advance(Second);
        await _source.FindAsync("k2", "RS256", Cancelled);
        _clock.Advance(Second);

        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Unknown>();
    }

    [Fact]
    public async Task Fetches_start_at_least_a_second_apart_however_many_unknown_kids_arrive()
    {
        await _source.FindAsync("k1", "RS256", Cancelled);

        var bogus = Enumerable.Range(0, 50).Select(i => _source.FindAsync($"bogus-{i}", "RS256", Cancelled).AsTask()).ToList();
        _pool.Asked.Count.ShouldBe(1);
        bogus.ShouldAllBe(find => !find.IsCompleted);
        await _clock.Pausing.WaitAsync(Cancelled);
        _clock.Advance(Second);

        (await Task.WhenAll(bogus)).ShouldAllBe(answer => answer is KeyAnswer.Unknown);
        _pool.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_fetch_that_began_before_the_question_does_not_answer_it()
    {
        var gates = new Queue<TaskCompletionSource<HttpResponseMessage>>([new(), new()]);
        var asked = new Queue<TaskCompletionSource>([new(), new()]);
        var (first, second) = (gates.ElementAt(0), gates.ElementAt(1));
        var firstAsked = asked.Peek().Task;
        _pool.Instead = (_, _) =>
        {
            asked.Dequeue().SetResult();
            return gates.Dequeue().Task;
        };
        var before = _source.FindAsync("k2", "RS256", Cancelled).AsTask();
        await firstAsked;
        var old = _pool.Jwks();

        // The key appears while the first fetch is on its way with the old answer.
        _pool.Publish("k2", _keys.Strangers);
        var after = _source.FindAsync("k2", "RS256", Cancelled).AsTask();
        second.SetResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_pool.Jwks()) });
        first.SetResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(old) });

        (await before).ShouldBeOfType<KeyAnswer.Unknown>();
        await _clock.Pausing.WaitAsync(Cancelled);
        _clock.Advance(Second);
        (await after).ShouldBeOfType<KeyAnswer.Found>();
    }

    [Fact]
    public async Task No_caller_waits_longer_than_two_seconds()
    {
        _pool.Instead = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellation);
            throw new InvalidOperationException("Never reached.");
        };
        var find = _source.FindAsync("k1", "RS256", Cancelled).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(2));

        (await find).ShouldBeOfType<KeyAnswer.Unavailable>();
    }

    [Fact]
    public async Task One_whose_two_seconds_went_by_with_the_fetch_before_theirs_is_told_to_come_back()
    {
        var gate = new TaskCompletionSource<HttpResponseMessage>();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _pool.Instead = (_, _) =>
        {
            asked.TrySetResult();
            return gate.Task;
        };
        var first = _source.FindAsync("k1", "RS256", Cancelled).AsTask();
        await asked.Task;
        var find = _source.FindAsync("k9", "RS256", Cancelled).AsTask();

        // The fetch ends in time, and on a busy machine that is noticed later.
        _clock.Late = TimeSpan.FromSeconds(3);
        gate.SetResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_pool.Jwks()) });

        (await find).ShouldBeOfType<KeyAnswer.Unavailable>();
        await first;
    }

    [Fact]
    public async Task An_unknown_kid_during_an_outage_is_not_called_unknown()
    {
        await _source.FindAsync("k1", "RS256", Cancelled);
        _pool.Instead = (_, _) => throw new HttpRequestException("down");
        _clock.Advance(Second);

        (await _source.FindAsync("k2", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Unavailable>();
        (await _source.FindAsync("k1", "RS256", Cancelled)).ShouldBeOfType<KeyAnswer.Found>();
    }

    [Fact]
    public async Task One_who_gives_up_does_not_take_the_fetch_from_the_others()
    {
        var gate = new TaskCompletionSource<HttpResponseMessage>();
        _pool.Instead = (_, _) => gate.Task;
        using var impatient = new CancellationTokenSource();
        var givesUp = _source.FindAsync("k1", "RS256", impatient.Token).AsTask();
        var waits = _source.FindAsync("k1", "RS256", Cancelled).AsTask();
        await impatient.CancelAsync();
        gate.SetResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_pool.Jwks()) });

        await Should.ThrowAsync<OperationCanceledException>(() => givesUp);
        (await waits).ShouldBeOfType<KeyAnswer.Found>();
    }

    /// <summary>Tells when the source begins to wait for the second between two fetches.</summary>
    private sealed class WatchedClock : FakeTimeProvider
    {
        private readonly TaskCompletionSource _pausing = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Pausing => _pausing.Task;

        /// <summary>How much later it is than any timer has noticed.</summary>
        public TimeSpan Late { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Late.TotalSeconds * TimestampFrequency);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == Second)
            {
                _pausing.TrySetResult();
            }

            return timer;
        }
    }
}
