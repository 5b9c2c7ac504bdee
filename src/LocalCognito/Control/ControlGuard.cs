using System.Net;

namespace Modular.LocalCognito.Control;

/// <summary>
/// Keeps the control API to programs of this machine. A web page that a developer happens to visit can also reach loopback, but its
/// browser sends an <c>Origin</c>, cannot send JSON unasked, and after DNS rebinding names the wrong <c>Host</c>.
/// </summary>
internal static class ControlGuard
{
    public static RequestDelegate Protect(RequestDelegate next) => context => Refusal(context) switch
    {
        var (status, sentence) => ControlRequest.RefuseAsync(context, status, sentence),
        null => next(context),
    };

    private static (int Status, string Sentence)? Refusal(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (context.Connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote))
        {
            return (StatusCodes.Status403Forbidden, "The control API answers to this machine only.");
        }

        if (!IsLoopback(context.Request.Headers.Host.ToString()))
        {
            return (StatusCodes.Status403Forbidden, "The control API answers to the hosts localhost, 127.0.0.1 and [::1] only.");
        }

        if (context.Request.Headers.ContainsKey("Origin"))
        {
            return (StatusCodes.Status403Forbidden, "The control API does not answer to web pages: leave the Origin header out.");
        }

        if (HttpMethods.IsPost(context.Request.Method) && !IsJson(context.Request.ContentType))
        {
            return (StatusCodes.Status415UnsupportedMediaType, "The control API takes JSON only: send Content-Type: application/json.");
        }

        return null;
    }

    // As it was sent: the framework decodes a name that begins with xn--, and fails where it is no such name.
    private static bool IsLoopback(string host)
    {
        var colon = host.LastIndexOf(':');
        var name = colon > host.LastIndexOf(']') ? host[..colon] : host;
        return name is "localhost" or "127.0.0.1" or "[::1]";
    }

    private static bool IsJson(string? contentType) =>
        string.Equals(contentType?.Split(';')[0].Trim(), "application/json", StringComparison.OrdinalIgnoreCase);
}
