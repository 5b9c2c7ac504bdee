using Microsoft.AspNetCore.Http.Metadata;

namespace Modular.Api;

/// <summary>
/// Waits for the whole body, small as bodies here are, before it is read as JSON. When this process is asked to end, the web server lets
/// go of whoever waits for more of a body; the reader of JSON takes that for the end of the request, and it would be lost half sent.
/// </summary>
internal sealed class WholeBodies(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null)
        {
            await ArriveAsync(http);
        }

        await next(http);
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

        body.AdvanceTo(read.Buffer.Start);
    }
}
