using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Modular.Infrastructure.Identity;

/// <summary>
/// The published keys of one provider, fetched from one configured address and from no other. An unknown <c>kid</c> is looked up
/// again within the request that brought it, so the first token signed with a new key is accepted; however many unknown ones
/// arrive, fetches start at least a second apart, one at a time.
/// </summary>
internal sealed partial class KeySource(Uri address, Func<HttpClient> clients, TimeProvider time, ILogger logger)
{
    private const int MaxWaiting = 100;
    private const int MaxBytes = 256 * 1024;

    // So a key that the provider withdraws is trusted no longer than this, and one token more.
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenFetches = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private KeySet? _keys;
    private Task<Fetch> _running = Task.FromResult(Fetch.Failed);
    private Task<Fetch>? _next;
    private long? _lastStart;
    private int _waiting;

    private enum Fetch
    {
        Done,
        NotThere,
        Failed,
    }

    /// <summary>Whether keys have been fetched at least once.</summary>
    public bool HasKeys => Volatile.Read(ref _keys) is not null;

    /// <summary>The key of exactly this <c>kid</c>.</summary>
    public ValueTask<KeyAnswer> FindAsync(string kid, CancellationToken cancellationToken) =>
        Volatile.Read(ref _keys) is { } keys && keys.TryFind(kid, out var key)
            ? ValueTask.FromResult<KeyAnswer>(FoundIn(keys, key))
            : FetchAndFindAsync(kid, cancellationToken);

    /// <summary>Fetches the keys, as the first token would. Never throws for what the provider does.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken) =>
        await ((Task)NextFetch().WaitAsync(LongestFetch, time, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async ValueTask<KeyAnswer> FetchAndFindAsync(string kid, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return new KeyAnswer.Unavailable("too many requests wait for the provider's keys");
        }

        try
        {
            var began = time.GetTimestamp();
            if (IsOnItsWay(out var running))
            {
                // It may bring the key. That it lacks the key would say nothing: it began before the question.
                await running.WaitAsync(LongestWait, time, cancellationToken);
                if (Volatile.Read(ref _keys) is { } keys && keys.TryFind(kid, out var early))
                {
                    return new KeyAnswer.Found(early);
                }
            }

            return await NextFetch().WaitAsync(LongestWait - time.GetElapsedTime(began), time, cancellationToken) switch
            {
                Fetch.Done when Volatile.Read(ref _keys)!.TryFind(kid, out var key) => new KeyAnswer.Found(key),
                Fetch.Done => KeyAnswer.Unknown.Instance,
                Fetch.NotThere => KeyAnswer.Absent.Instance,
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

    private KeyAnswer.Found FoundIn(KeySet keys, SecurityKey key)
    {
        if (time.GetElapsedTime(keys.FetchedAt) > RefreshAfter)
        {
            // Not awaited: this set is good until the next one is there.
            _ = NextFetch();
        }

        return new KeyAnswer.Found(key);
    }

    private bool IsOnItsWay(out Task<Fetch> running)
    {
        lock (_gate)
        {
            running = _running;
            return _next is null && !running.IsCompleted;
        }
    }

    /// <summary>A fetch that starts after this call: one that runs already may have read the keys before they changed.</summary>
    private Task<Fetch> NextFetch()
    {
        lock (_gate)
        {
            return _next ??= FetchAfterAsync(_running);
        }
    }

    private async Task<Fetch> FetchAfterAsync(Task<Fetch> running)
    {
        // Leave the caller's lock before anything else happens.
        await Task.Yield();
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_lastStart is { } last && BetweenFetches - time.GetElapsedTime(last) is { Ticks: > 0 } pause)
        {
            await Task.Delay(pause, time, CancellationToken.None);
        }

        lock (_gate)
        {
            _lastStart = time.GetTimestamp();
            _running = _next!;
            _next = null;
        }

        return await FetchAsync();
    }

    private async Task<Fetch> FetchAsync()
    {
        // The fetch serves every request that waits: none of them may cancel it for the others.
        using var timeout = new CancellationTokenSource(LongestFetch, time);
        try
        {
            using var client = clients();
            client.MaxResponseContentBufferSize = MaxBytes;
            using var response = await client.GetAsync(address, timeout.Token);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
            {
                LogAnswer(address, (int)response.StatusCode);
                return Fetch.NotThere;
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                LogAnswer(address, (int)response.StatusCode);
                return Fetch.Failed;
            }

            if (KeySet.Parse(await response.Content.ReadAsByteArrayAsync(timeout.Token), _lastStart!.Value) is not { } keys)
            {
                LogUnreadable(address);
                return Fetch.Failed;
            }

            Volatile.Write(ref _keys, keys);
            LogFetched(address, keys.Count);
            return Fetch.Done;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            LogFailed(address, exception.GetType().Name);
            return Fetch.Failed;
        }
    }

    [LoggerMessage(1101, LogLevel.Information, "Fetched {Count} signing keys from {Address}")]
    private partial void LogFetched(Uri address, int count);

    [LoggerMessage(1102, LogLevel.Warning, "Signing keys at {Address}: answered {Status}")]
    private partial void LogAnswer(Uri address, int status);

    [LoggerMessage(1103, LogLevel.Warning, "Signing keys at {Address}: the answer is no usable key set")]
    private partial void LogUnreadable(Uri address);

    [LoggerMessage(1104, LogLevel.Warning, "Signing keys at {Address} cannot be fetched: {Problem}")]
    private partial void LogFailed(Uri address, string problem);
}

/// <summary>What a <see cref="KeySource"/> knows of a <c>kid</c>.</summary>
internal abstract record KeyAnswer
{
    private KeyAnswer()
    {
    }

    /// <summary>The provider publishes it.</summary>
    public sealed record Found(SecurityKey Key) : KeyAnswer;

    /// <summary>A key set fetched after the question lacks it.</summary>
    public sealed record Unknown : KeyAnswer
    {
        public static Unknown Instance { get; } = new();
    }

    /// <summary>There is no key set at the address: 403 or 404.</summary>
    public sealed record Absent : KeyAnswer
    {
        public static Absent Instance { get; } = new();
    }

    /// <summary>Nobody can tell now.</summary>
    public sealed record Unavailable(string Detail) : KeyAnswer;
}
