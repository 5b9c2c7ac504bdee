namespace Modular.Api.Http;

/// <summary>
/// Answers <c>HEAD</c> wherever <c>GET</c> is answered, with the same status and headers (RFC 9110 section 9.3.2): the request takes the
/// route of the <c>GET</c>, and the web server sends no body to a request that came as <c>HEAD</c>.
/// </summary>
internal sealed class HeadRequests(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http) =>
        string.Equals(http.Request.Method, HttpMethods.Head, StringComparison.Ordinal) ? AsGetAsync(http) : next(http);

    /// <summary>Whether the request came as <c>HEAD</c>: an answer that has no end is not begun.</summary>
    public static bool IsHead(HttpContext http) => http.Features.Get<Head>() is not null;

    private async Task AsGetAsync(HttpContext http)
    {
        http.Features.Set(new Head());
        http.Request.Method = HttpMethods.Get;
        await next(http);
        http.Request.Method = HttpMethods.Head;
    }

    private sealed record Head;
}
