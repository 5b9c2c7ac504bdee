using Microsoft.AspNetCore.Http.Features;

namespace Modular.Api.Transport;

/// <summary>
/// Answers <c>HEAD</c> wherever <c>GET</c> is answered, with the same status and headers (RFC 9110 section 9.3.2): the request takes the
/// route of the <c>GET</c>, and its body is dropped. The web server drops the body by itself in HTTP/1.1 alone; in HTTP/2 it
/// sends a body that was written to the pipe, which clients take for an error of the protocol.
/// </summary>
internal sealed class HeadRequests(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http) =>
        string.Equals(http.Request.Method, HttpMethods.Head, StringComparison.Ordinal) ? AsGetAsync(http) : next(http);

    /// <summary>Whether the request came as <c>HEAD</c>: an answer that has no end is not begun.</summary>
    public static bool IsHead(HttpContext http) => http.Features.Get<Head>() is not null;

    private async Task AsGetAsync(HttpContext http)
    {
        var body = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        http.Features.Set(new Head());
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        http.Request.Method = HttpMethods.Get;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
            http.Features.Set(body);
        }
    }

    private sealed record Head;
}
