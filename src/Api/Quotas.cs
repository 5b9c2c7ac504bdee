using Modular.Api.Identity;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Infrastructure;

namespace Modular.Api;

/// <summary>
/// Refuses requests above the quota with 429. A known caller has a quota of its own, unknown callers share that of their address. A token
/// that cannot be decided on now counts for neither: its bearer may be known, and in an outage all people of one app client, who come from
/// one address, would use up each other's quota.
/// </summary>
internal sealed partial class Quotas(RequestDelegate next, IClientQuota quota, QuotaMetrics metrics, LogFlood flood, ILogger<Quotas> logger)
{
    private const string Forwarded = "X-Forwarded-For";

    public Task InvokeAsync(HttpContext http, CurrentCaller current)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Free>() is not null
            || http.Features.Get<TokenRefusal>() is { Verdict: TokenVerdict.Undecided })
        {
            return next(http);
        }

        var key = current.Caller is { } caller ? QuotaKey.Of(caller) : QuotaKey.Of(http.Connection.RemoteIpAddress);
        var taken = quota.TakeAsync(key, http.RequestAborted);
        return taken.IsCompletedSuccessfully ? GoOnAsync(http, taken.Result) : WaitAsync(http, taken);
    }

    private async Task WaitAsync(HttpContext http, ValueTask<TimeSpan?> taken) => await GoOnAsync(http, await taken);

    private Task GoOnAsync(HttpContext http, TimeSpan? wait)
    {
        if (wait is not { } retryAfter)
        {
            return next(http);
        }

        var isCaller = http.RequestServices.GetRequiredService<CurrentCaller>().Caller is not null;
        metrics.Refused(isCaller);

        // The header is left where the connection is not a trusted proxy's: all strangers behind that proxy are one address.
        if (http.Request.Headers.ContainsKey(Forwarded) && !isCaller
            && flood.Take(nameof(LogUntrusted), most: 1, _ => { }) is FloodedLine.WrittenWithDetails)
        {
            LogUntrusted();
        }

        return Challenge.RefuseAsync(http, [Refusals.TooManyRequests(retryAfter)]);
    }

    [LoggerMessage(
        1007,
        LogLevel.Warning,
        "The quota of an address is used up, and its requests come through a proxy that is not trusted: unless callers write X-Forwarded-For themselves, "
        + "all strangers behind that proxy share one quota. Name it in TrustedProxies:0")]
    private partial void LogUntrusted();

    /// <summary>Marks an endpoint without a quota.</summary>
    internal sealed record Free;
}
