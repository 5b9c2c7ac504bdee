using System.Diagnostics.Metrics;
using Modular.Application.Identity;

namespace Modular.Infrastructure.Identity.Validation;

/// <summary>The verdicts about access tokens, as the meter <c>Modular.Identity</c> counts them.</summary>
internal sealed class TokenMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Modular.Identity";

    private readonly Counter<long> _verified;
    private long _hits;
    private long _misses;

    public TokenMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _verified = meter.CreateCounter<long>("modular.tokens.verified", "{token}", "Tokens that a provider was asked about, by verdict.");
        meter.CreateObservableCounter("modular.tokens.remembered.hits", () => Volatile.Read(ref _hits), "{token}", "Tokens that were answered from memory.");
        meter.CreateObservableCounter("modular.tokens.remembered.misses", () => Volatile.Read(ref _misses), "{token}", "Tokens that were not.");
        meter.CreateObservableGauge("modular.tokens.remembered.hit_ratio", HitRatio, "1", "The share of tokens that was answered from memory, since the start.");
    }

    public void Hit() => Interlocked.Increment(ref _hits);

    public void Miss() => Interlocked.Increment(ref _misses);

    public void Verified(TokenVerdict verdict) => _verified.Add(1, new KeyValuePair<string, object?>("verdict", verdict switch
    {
        TokenVerdict.Accepted => "accepted",
        TokenVerdict.Rejected => "rejected",
        TokenVerdict.Insufficient => "insufficient",
        _ => "undecided",
    }));

    private double HitRatio()
    {
        var (hits, misses) = (Volatile.Read(ref _hits), Volatile.Read(ref _misses));
        return hits + misses == 0 ? 0 : (double)hits / (hits + misses);
    }
}
