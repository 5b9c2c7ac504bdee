namespace Modular.Infrastructure.Cluster;

/// <summary>How much each client may ask for: <c>Quota</c>.</summary>
public sealed class QuotaOptions
{
    /// <summary>
    /// Requests a second on average, 0 to 1,000,000, for each person through each client, for each machine, and for each address of
    /// unknown callers. 0: no limit at all. Default: 200.
    /// </summary>
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>Requests at once after a pause, 1 to 1,000,000. Default: as many as in a second.</summary>
    public int? Burst { get; set; }
}
