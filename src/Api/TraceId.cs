using System.Diagnostics;

namespace Modular.Api;

/// <summary>
/// Names each request in the header <c>X-Trace-Id</c>, as the log does (W3C Trace Context): bodies stay the same for the same answer. A
/// <c>traceparent</c> of a trusted caller is taken over by the web server if it is valid (<c>Telemetry:TrustedParents</c>).
/// </summary>
internal sealed class TraceId(RequestDelegate next)
{
    public const string Header = "X-Trace-Id";

    public Task InvokeAsync(HttpContext http)
    {
        if (Activity.Current is not { } activity)
        {
            return InvokeTracedAsync(http);
        }

        http.Response.Headers[Header] = activity.TraceId.ToHexString();
        return next(http);
    }

    // The web server begins no activity where its own log is turned off.
    private async Task InvokeTracedAsync(HttpContext http)
    {
        using var activity = new Activity("Request").SetIdFormat(ActivityIdFormat.W3C).Start();
        http.Response.Headers[Header] = activity.TraceId.ToHexString();
        await next(http);
    }
}
