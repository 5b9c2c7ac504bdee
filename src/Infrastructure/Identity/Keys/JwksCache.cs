using Microsoft.Extensions.Logging;
using Modular.Infrastructure.Identity.Http;

namespace Modular.Infrastructure.Identity.Keys;

/// <summary>
/// The published keys of one provider, fetched from one configured place and from no other. An unknown <c>kid</c> is looked up
/// again within the request that brought it, so the first token signed with a new key is accepted; however many unknown ones
/// arrive, fetches start at least a second apart, one at a time.
/// </summary>
/// <param name="feed">Where the keys are.</param>
/// <param name="longestAge">How long the last good keys serve while the provider cannot be reached.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where fetches are logged.</param>
internal sealed class JwksCache(IJwksSource feed, TimeSpan longestAge, TimeProvider time, ILogger logger)
{
    private const int MaxWaiting = 100;

    private static readonly TimeSpan BetweenFetches = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(5);
    private static readonly KeyFetch None = new KeyFetch.Failed("never fetched");

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly KeyLog _log = new(feed, longestAge, time, logger);
    private Known? _known;
    private Task<KeyFetch> _running = Task.FromResult(None);
    private Task<KeyFetch>? _next;
    private long? _lastStart;
    private int _waiting;

    /// <summary>Whether keys were fetched, and not too long ago.</summary>
    public bool HasKeys => Usable() is not null;

    /// <summary>Whether keys were ever fetched, however long ago.</summary>
    public bool HadKeys => Volatile.Read(ref _known) is not null;

    /// <summary>How long ago the keys were certainly the provider's; null where there are none.</summary>
    public TimeSpan? Age => Volatile.Read(ref _known) is { } known ? time.GetElapsedTime(known.AsOf) : null;

    /// <summary>How long until the keys should be fetched again.</summary>
    public TimeSpan RefreshAfter => feed.RefreshAfter;

    /// <summary>The key of exactly this <c>kid</c> for this algorithm.</summary>
    public ValueTask<KeyAnswer> FindAsync(string kid, string algorithm, CancellationToken cancellationToken) =>
        Usable()?.Find(kid, algorithm) is KeyAnswer.Found found
            ? ValueTask.FromResult<KeyAnswer>(found)
            : FetchAndFindAsync(kid, algorithm, cancellationToken);

    /// <summary>Whether exactly this key is still published for this algorithm, as far as is known; false also when nothing is known any more.</summary>
    public bool Publishes(PublishedKey key, string algorithm) => Usable()?.Publishes(key, algorithm) == true;

    /// <summary>Fetches the keys, ahead of any token. Never throws for a failure of the provider.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken) =>
        await ((Task)NextFetch().WaitAsync(LongestFetch, time, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Ends the fetch that is on its way, and every later one. Returns when none is left.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.TrySetResult();
        Task last;
        lock (_gate)
        {
            last = _next ?? _running;
        }

        await last.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private KeySet? Usable() => Volatile.Read(ref _known) is { } known && time.GetElapsedTime(known.AsOf) <= longestAge ? known.Keys : null;

    private async ValueTask<KeyAnswer> FetchAndFindAsync(string kid, string algorithm, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return new KeyAnswer.Unavailable("too many requests wait for the provider's keys");
        }

        try
        {
            var began = time.GetTimestamp();
            var (fetch, isEarlier) = Join();
            if (isEarlier)
            {
                // The fetch may bring the key. It began before the question, so a missing key proves nothing.
                await fetch.WaitAsync(LongestWait, time, cancellationToken);
                if (Usable()?.Find(kid, algorithm) is KeyAnswer.Found early)
                {
                    return early;
                }

                fetch = NextFetch();
            }

            // The first wait may have used up more than there was: that is no wait, and a negative one would be an error, or endless.
            var left = LongestWait - time.GetElapsedTime(began);
            return await fetch.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken) switch
            {
                KeyFetch.Fetched fetched when fetched.Age > longestAge => new KeyAnswer.Unavailable("the provider's keys are too old"),
                KeyFetch.Fetched fetched => fetched.Keys.Find(kid, algorithm),
                KeyFetch.NotThere => KeyAnswer.Absent.Instance,
                _ => new KeyAnswer.Unavailable("the provider's keys could not be fetched"),
            };
        }
        catch (TimeoutException)
        {
            return new KeyAnswer.Unavailable("the provider's keys did not arrive in time");
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>The fetch that is on its way, which began before this call, or else the next one: decided at once, so that no fetch begins in between.</summary>
    private (Task<KeyFetch> Fetch, bool IsEarlier) Join()
    {
        lock (_gate)
        {
            return _next is null && !_running.IsCompleted ? (_running, true) : (NextFetch(), false);
        }
    }

    /// <summary>A fetch that starts after this call: one that runs already may have read the keys before they changed.</summary>
    private Task<KeyFetch> NextFetch()
    {
        lock (_gate)
        {
            return _next ??= FetchAfterAsync(_running);
        }
    }

    private async Task<KeyFetch> FetchAfterAsync(Task<KeyFetch> running)
    {
        // Leave the caller's lock before anything else happens.
        await Task.Yield();
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_lastStart is { } last && BetweenFetches - time.GetElapsedTime(last) is { Ticks: > 0 } pause)
        {
            await Task.WhenAny(Task.Delay(pause, time, CancellationToken.None), _stopping.Task);
        }

        var start = time.GetTimestamp();
        lock (_gate)
        {
            _lastStart = start;
            _running = _next!;
            _next = null;
        }

        var fetch = await FetchAsync();
        if (_stopping.Task.IsCompleted)
        {
            return fetch;
        }

        switch (fetch)
        {
            case KeyFetch.Fetched fetched:
                fetch = Take(fetched, start);
                break;
            case KeyFetch.NotThere absent:
                _log.Failed(absent.Problem);
                break;
            case KeyFetch.Failed failed:
                _log.Failed(failed.Problem);
                break;
        }

        if (_known is { } known)
        {
            _log.Aged(time.GetElapsedTime(known.AsOf));
        }

        return fetch;
    }

    // A set without a change stays the same object, so that cached tokens compare their keys by reference.
    private KeyFetch.Fetched Take(KeyFetch.Fetched fetched, long start)
    {
        var keys = _known?.Keys is { } before && before.IsSameAs(fetched.Keys) ? before : fetched.Keys;
        Volatile.Write(ref _known, new Known(keys, start - (long)(fetched.Age.TotalSeconds * time.TimestampFrequency)));
        _log.Fetched(keys);
        return fetched with { Keys = keys };
    }

    private async Task<KeyFetch> FetchAsync()
    {
        // The fetch serves every request that waits: none of them may cancel it for the others.
        using var timeout = new CancellationTokenSource(LongestFetch, time);
        try
        {
            var fetch = _stopping.Task.IsCompleted ? Task.FromResult(None) : feed.FetchAsync(timeout.Token);
            if (await Task.WhenAny(fetch, _stopping.Task) != fetch)
            {
                await timeout.CancelAsync();
            }

            return await fetch;
        }
        catch (Exception exception) when (exception is OperationCanceledException || ProviderFailure.IsOne(exception))
        {
            return new KeyFetch.Failed(ProviderFailure.Describe(exception));
        }
    }

    /// <summary>A key set, and the timestamp at which it was certainly the provider's.</summary>
    private sealed record Known(KeySet Keys, long AsOf);
}
