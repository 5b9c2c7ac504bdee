namespace Modular.Api.Http;

/// <summary>
/// A method is written in capitals (RFC 9110 section 9.1: it is case-sensitive). Routing ignores case, so <c>get</c> would read and
/// <c>delete</c> delete, past a proxy whose rules know the real methods alone. Another spelling is a method that no route accepts.
/// </summary>
internal sealed class MethodSpelling(RequestDelegate next)
{
    private const string None = "-";

    public Task InvokeAsync(HttpContext http)
    {
        var method = http.Request.Method;
        if (!string.Equals(HttpMethods.GetCanonicalizedValue(method), method, StringComparison.Ordinal))
        {
            http.Request.Method = None;
        }

        return next(http);
    }
}
