using Modular.Api.Identity;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Infrastructure;

namespace Modular.Api;

/// <summary>
/// Refuses whoever asks more often than they may, with 429: a caller by who they are, everybody else by where they ask from. A token that
/// nobody can decide on now counts for nobody: its bearer may be known, and in an outage all who come from one address, as all people of one
/// app client do, would shut one another out.
/// </summary>
internal sealed partial class Quotas(RequestDelegate next, IClientQuota quota, LogFlood flood, ILogger<Quotas> logger)
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

        // The header is left where the connection is not a trusted proxy's: all strangers behind that proxy are one address.
        if (http.Request.Headers.ContainsKey(Forwarded) && http.RequestServices.GetRequiredService<CurrentCaller>().Caller is null
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
