using System.Diagnostics.Metrics;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Validation;

/// <summary>The verdicts about access tokens, as the meter <c>Modular.Identity</c> counts them.</summary>
internal sealed class TokenMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Modular.Identity";

    private const string None = "none";

    private readonly Counter<long> _verified;
    private long _hits;
    private long _misses;

    public TokenMetrics(IMeterFactory meters, IEnumerable<IIdentityProvider> providers)
    {
        var meter = meters.Create(MeterName);
        _verified = meter.CreateCounter<long>("modular.tokens.verified", "{token}", "Tokens that were verified rather than remembered, by provider, verdict and reason.");
        meter.CreateObservableCounter("modular.tokens.remembered.hits", () => Volatile.Read(ref _hits), "{token}", "Tokens that were answered from memory.");
        meter.CreateObservableCounter("modular.tokens.remembered.misses", () => Volatile.Read(ref _misses), "{token}", "Tokens that were not.");
        meter.CreateObservableGauge("modular.keys.age", () => AgesOf(providers), "s", "How old a provider's key set is; absent before the first one.");
        meter.CreateObservableGauge("modular.tokens.remembered.hit_ratio", HitRatio, "1", "The share of tokens that was answered from memory, since the start.");
    }

    public void Hit() => Interlocked.Increment(ref _hits);

    public void Miss() => Interlocked.Increment(ref _misses);

    public void Verified(ProviderAnswer answer)
    {
        if (_verified.Enabled)
        {
            _verified.Add(
                1, new("modular.provider", answer.Provider ?? None), new("modular.verdict", NameOf(answer.Verdict)), new("modular.reason", ReasonOf(answer.Verdict)));
        }
    }

    private static string NameOf(TokenVerdict verdict) => verdict switch
    {
        TokenVerdict.Accepted => "accepted",
        TokenVerdict.Rejected => "rejected",
        TokenVerdict.Insufficient => "insufficient",
        _ => "undecided",
    };

    private static string ReasonOf(TokenVerdict verdict) => verdict is TokenVerdict.Rejected rejected ? rejected.Reason.ToString() : None;

    private static IEnumerable<Measurement<double>> AgesOf(IEnumerable<IIdentityProvider> providers) =>
        from provider in providers
        let age = provider.KeysAge
        where age.HasValue
        select new Measurement<double>(age.Value.TotalSeconds, new KeyValuePair<string, object?>("modular.provider", provider.Name));

    private double HitRatio()
    {
        var (hits, misses) = (Volatile.Read(ref _hits), Volatile.Read(ref _misses));
        return hits + misses == 0 ? 0 : (double)hits / (hits + misses);
    }
}
