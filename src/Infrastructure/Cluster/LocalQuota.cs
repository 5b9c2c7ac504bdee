using BitFaster.Caching.Lru;
using Microsoft.Extensions.Options;
using Modular.Application.Cluster;

namespace Modular.Infrastructure.Cluster;

/// <summary>
/// Quotas as one node counts them by itself: the generic cell rate algorithm (ITU-T I.371, annex A), which keeps one number a key, the time
/// at which the next request would be on schedule. The number of keys is bounded: the one that was away longest begins anew.
/// </summary>
internal sealed class LocalQuota : IClientQuota
{
    /// <summary>The most callers, and the most addresses, that are counted at a time; about 200 bytes each.</summary>
    internal const int MostKeys = 50_000;

    private readonly TimeProvider _time;
    private readonly long _interval;
    private readonly long _most;

    // Two memories: a flood of addresses pushes out no caller.
    private readonly FastConcurrentLru<QuotaKey, Meter>? _callers;
    private readonly FastConcurrentLru<QuotaKey, Meter>? _addresses;

    public LocalQuota(IOptions<QuotaOptions> options, TimeProvider time)
        : this(options, time, MostKeys)
    {
    }

    internal LocalQuota(IOptions<QuotaOptions> options, TimeProvider time, int mostKeys)
    {
        _time = time;
        var rate = options.Value.RequestsPerSecond;
        if (rate == 0)
        {
            return;
        }

        // Rounded up: a little less than the rate rather than a little more.
        _interval = ((time.TimestampFrequency - 1) / rate) + 1;
        _most = _interval * (options.Value.Burst ?? rate);
        _callers = new FastConcurrentLru<QuotaKey, Meter>(mostKeys);
        _addresses = new FastConcurrentLru<QuotaKey, Meter>(mostKeys);
    }

    /// <summary>How many keys are counted now.</summary>
    internal int Keys => (_callers?.Count ?? 0) + (_addresses?.Count ?? 0);

    public ValueTask<TimeSpan?> TakeAsync(QuotaKey key, CancellationToken cancellationToken) => ValueTask.FromResult(Take(key));

    private TimeSpan? Take(QuotaKey key)
    {
        var meters = key.Provider is null ? _addresses : _callers;
        if (meters is null)
        {
            return null;
        }

        var ahead = meters.GetOrAdd(key, static _ => new Meter()).Take(_time.GetTimestamp(), _interval, _most);
        return ahead == 0 ? null : _time.GetElapsedTime(0, ahead);
    }

    private sealed class Meter
    {
        private long _onSchedule = long.MinValue;

        /// <returns>0 if the request is counted; else the time until it would be allowed.</returns>
        public long Take(long now, long interval, long most)
        {
            var seen = Volatile.Read(ref _onSchedule);
            while (true)
            {
                var next = Math.Max(seen, now) + interval;
                if (next - now > most)
                {
                    return next - now - most;
                }

                var found = Interlocked.CompareExchange(ref _onSchedule, next, seen);
                if (found == seen)
                {
                    return 0;
                }

                seen = found;
            }
        }
    }
}
