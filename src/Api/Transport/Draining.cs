namespace Modular.Api.Transport;

/// <summary>
/// While this process ends, each answer closes its connection: a load balancer that keeps connections would otherwise send requests into one that
/// is closed at that moment, and answer 502 for them.
/// </summary>
internal sealed class Draining(RequestDelegate next, IHostApplicationLifetime life)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (life.ApplicationStopping.IsCancellationRequested && HttpProtocol.IsHttp11(http.Request.Protocol))
        {
            http.Response.Headers.Connection = "close";
        }

        return next(http);
    }
}
