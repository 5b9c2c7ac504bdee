using Microsoft.AspNetCore.Http.Features;
using Modular.LocalCognito.Control;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Pages;

namespace Modular.LocalCognito;

/// <summary>
/// Reads each body completely before an endpoint sees it, and answers one that is no HTTP with its status in the form of the address. After that,
/// an endpoint's I/O error is the data folder's, and answered as an outage.
/// </summary>
internal sealed class BrokenRequests(RequestDelegate next, ErrorPage page, ILogger<BrokenRequests> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (await BrokenAsync(context) is { } status)
        {
            await RefuseAsync(context, status, OAuthError.InvalidRequest, "The request is not valid HTTP: its body is broken, too large or too slow.");
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            logger.DataFolderFailed(error);
            context.Response.Clear();
            context.Response.Headers.RetryAfter = "5";
            await RefuseAsync(
                context, StatusCodes.Status503ServiceUnavailable, OAuthError.TemporarilyUnavailable, "The data folder cannot be written: the log says why.");
        }
    }

    /// <summary>The status to refuse with; null for a request whose body is whole, and for one without a body.</summary>
    private static async Task<int?> BrokenAsync(HttpContext context)
    {
        if (context.GetEndpoint() is null || context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
        {
            return null;
        }

        var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        }
        catch (BadHttpRequestException error)
        {
            return error.StatusCode;
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // In this order: a chunk size that is out of range, or a caller who has gone; a trailer with bytes that no header may have.
            return StatusCodes.Status400BadRequest;
        }

        body.Position = 0;
        context.Request.Body = body;
        context.Response.RegisterForDispose(body);
        return null;
    }

    private Task RefuseAsync(HttpContext context, int status, OAuthError error, string sentence)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/_local", StringComparison.OrdinalIgnoreCase))
        {
            return ControlRequest.RefuseAsync(context, status, sentence);
        }

        return path.StartsWithSegments("/oauth2", StringComparison.OrdinalIgnoreCase) && !path.StartsWithSegments("/oauth2/authorize", StringComparison.OrdinalIgnoreCase)
            ? error.WriteAsync(context, status)
            : page.WriteAsync(context, sentence, status);
    }
}
