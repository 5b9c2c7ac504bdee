using Modular.Api.Errors;

namespace Modular.Api.Health;

/// <summary>
/// Live: this process answers. Ready: it can answer a caller. Both are cheap and take no part of any quota: the probe of a load balancer comes
/// from the same address as unknown callers do, whose flood must not take the node out of service.
/// </summary>
internal static class HealthEndpoints
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services.AddSingleton<Readiness>();

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").AllowAnonymous().WithMetadata(new Quotas.Free()).ExcludeFromDescription();
        health.MapGet("/live", (HttpContext http) => Answer(http, "live"));
        health.MapGet("/ready", async (HttpContext http, Readiness readiness) =>
            await readiness.ObstacleAsync(http.RequestAborted) is { } obstacle
                ? Problem.Named("not-ready", obstacle).AsResult()
                : Answer(http, "ready"));
    }

    private static IResult Answer(HttpContext http, string state)
    {
        // A cached answer would be about another moment.
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Status(state));
    }

    private sealed record Status(string State);
}
