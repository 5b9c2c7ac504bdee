using System.Diagnostics;

namespace Modular.Api;

/// <summary>Names each request in the header <c>X-Trace-Id</c>, as the log does (W3C Trace Context): bodies stay the same for the same answer.</summary>
internal sealed class TraceId(RequestDelegate next)
{
    public const string Header = "X-Trace-Id";

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.Headers[Header] = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
        return next(http);
    }
}
