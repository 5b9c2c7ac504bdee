using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Modular.AppClient;

/// <summary>
/// Refuses a request that no page can answer, before a page reads it: a form that is broken, too large or too slow, a host that is no host, a
/// method that no page has. The problem page is reached from here on as a GET without a body, for every request.
/// </summary>
internal sealed class BrokenRequests(RequestDelegate next, IHostEnvironment environment)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (IsProblemPage(context))
        {
            LeaveTheRequestBehind(context.Request);
        }
        else if (await RefusalAsync(context) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        await next(context);
    }

    /// <summary>Whether this is the second pass for a request that went wrong, and not a request for the problem page itself.</summary>
    public static bool IsProblemPage(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null;

    private async Task<int?> RefusalAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Method is not ("GET" or "HEAD" or "POST"))
        {
            context.Response.Headers.Allow = "GET, HEAD, POST";
            return StatusCodes.Status405MethodNotAllowed;
        }

        if (!IsHost(request))
        {
            return StatusCodes.Status400BadRequest;
        }

        // Outside Development the cookie of a form travels by https alone, so that no form that comes without it can be right.
        if (HttpMethods.IsPost(request.Method) && !request.IsHttps && !environment.IsDevelopment())
        {
            return StatusCodes.Status400BadRequest;
        }

        return request.HasFormContentType ? await FormRefusalAsync(context) : null;
    }

    // Addresses of this program are built from it. Reading a name that begins with xn-- fails where it is no such name.
    private static bool IsHost(HttpRequest request)
    {
        try
        {
            return Uri.TryCreate($"{request.Scheme}://{request.Host.ToUriComponent()}/", UriKind.Absolute, out _);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // The form that is read here is kept: the page does not read the body again.
    private static async Task<int?> FormRefusalAsync(HttpContext context)
    {
        try
        {
            await context.Request.ReadFormAsync(context.RequestAborted);
            return null;
        }
        catch (BadHttpRequestException error)
        {
            return error.StatusCode;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or NotSupportedException or InvalidOperationException)
        {
            // In this order: a chunk size beyond all numbers, a form beyond its limits, the charset UTF-7, a content type that is not one.
            return StatusCodes.Status400BadRequest;
        }
    }

    private static void LeaveTheRequestBehind(HttpRequest request)
    {
        request.Method = HttpMethods.IsHead(request.Method) ? HttpMethods.Head : HttpMethods.Get;
        request.ContentType = null;
        request.ContentLength = null;
        request.Body = Stream.Null;
        request.HttpContext.Features.Set<IFormFeature>(null);
    }
}
