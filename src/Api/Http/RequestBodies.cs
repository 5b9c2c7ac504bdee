using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;
using Modular.Api.Errors;

namespace Modular.Api.Http;

/// <summary>
/// Takes the whole body, small as bodies here are, before a use case begins. A body that cannot be read is refused by its right status on
/// every route, and nothing is done. It also keeps a body that is sent while this process ends: Kestrel completes pending reads then, and
/// the JSON reader would take that for the end of the body.
/// </summary>
internal sealed class RequestBodies(RequestDelegate next)
{
    private const string Chunked = "chunked";
    private const string Identity = "identity";

    public Task InvokeAsync(HttpContext http) =>
        http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false && http.GetEndpoint() is RouteEndpoint endpoint
            ? TakeAsync(http, endpoint)
            : next(http);

    private async Task TakeAsync(HttpContext http, RouteEndpoint endpoint)
    {
        if (RefusalOf(http, endpoint) is { } refusal)
        {
            await Problems.WriteAsync(http, refusal);
            return;
        }

        try
        {
            await ArriveAsync(http);
        }
        catch (BadHttpRequestException broken)
        {
            await Problems.WriteAsync(http, Problem.OfStatus(broken.StatusCode));
            return;
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            // Kestrel has no exception type of its own for some broken chunks and trailers. Nothing but the request can be wrong here.
            await Problems.WriteAsync(http, Problem.OfStatus(StatusCodes.Status400BadRequest));
            return;
        }

        await next(http);
    }

    private static Problem? RefusalOf(HttpContext http, RouteEndpoint endpoint)
    {
        var headers = http.Request.Headers;
        if (headers.TransferEncoding is { Count: > 0 } transfer && !IsChunkedOnce(transfer))
        {
            // Kestrel takes any list that ends with chunked, and decodes chunked once and nothing else.
            return Problem.OfStatus(StatusCodes.Status400BadRequest) with { Detail = "The only transfer coding that is understood is chunked." };
        }

        if (headers.ContentEncoding is { Count: > 0 } content && !IsOnly(content, Identity))
        {
            http.Response.Headers.AcceptEncoding = Identity;
            return Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType) with { Detail = "The body is compressed: send it without Content-Encoding." };
        }

        if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is null)
        {
            return null;
        }

        if (!JsonMediaType.Is(http.Request.ContentType))
        {
            return Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType);
        }

        // The parameters are checked: the framework would look for an encoding of the name "utf-8" with its quotes.
        http.Request.ContentType = JsonMediaType.Name;
        return null;
    }

    private static bool IsChunkedOnce(StringValues list) => list is [{ } only] && only.Equals(Chunked, StringComparison.OrdinalIgnoreCase);

    private static bool IsOnly(StringValues list, string coding)
    {
        foreach (var line in list)
        {
            foreach (var each in line.AsSpan().Split(','))
            {
                var name = line.AsSpan()[each].Trim(" \t");
                if (!name.IsEmpty && !name.Equals(coding, StringComparison.OrdinalIgnoreCase))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static async Task ArriveAsync(HttpContext http)
    {
        var body = http.Request.BodyReader;
        var read = await body.ReadAsync(http.RequestAborted);
        while (!read.IsCompleted)
        {
            // Nothing is consumed, and all of it was seen: the next read waits for more.
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await body.ReadAsync(http.RequestAborted);
        }

        // In HTTP/2 Kestrel counts the bytes that were examined, so that a body that is too large is refused here and not within the JSON reader.
        body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
    }
}
