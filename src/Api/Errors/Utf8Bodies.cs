using Microsoft.Net.Http.Headers;

namespace Modular.Api.Errors;

/// <summary>JSON between systems is UTF-8 (RFC 8259 section 8.1): a body that says otherwise is 415.</summary>
internal sealed class Utf8Bodies(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http) =>
        MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
        && type.Charset is { HasValue: true } charset
        && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        && !charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)
            ? Problems.WriteAsync(http, Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType))
            : next(http);
}
