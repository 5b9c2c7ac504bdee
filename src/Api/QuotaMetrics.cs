using System.Diagnostics.Metrics;

namespace Modular.Api;

/// <summary>Counts the requests that are refused by a quota: <c>modular.quota.refusals</c>.</summary>
internal sealed class QuotaMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _refusals = meters.Create("Modular.Quota").CreateCounter<long>(
        "modular.quota.refusals", "{request}", "Requests that were refused because their caller or their address had used its quota.");

    /// <summary>Counts a refusal.</summary>
    /// <param name="isCaller">Whether the quota is a known caller's, and not an address's.</param>
    public void Refused(bool isCaller) =>
        _refusals.Add(1, new KeyValuePair<string, object?>("modular.quota.holder", isCaller ? "caller" : "address"));
}
