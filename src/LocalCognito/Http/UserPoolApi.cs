using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Modular.LocalCognito.Http;

/// <summary>
/// Answers calls of the user-pool API, which AWS SDKs, the AWS command line and Amplify's password flows speak (JSON by <c>POST /</c>). It is not
/// offered here, and each caller can read that in the form which its SDK understands. The body is not read.
/// </summary>
internal sealed class UserPoolApi(RequestDelegate next)
{
    private const string Target = "X-Amz-Target";
    private const string Exception = "UnknownOperationException";
    private const int LongestOperation = 64;

    private const string Offered =
        "It offers the OAuth 2.0 endpoints /oauth2/authorize, /oauth2/token, /oauth2/userInfo, /oauth2/revoke, /login and /logout, "
        + "discovery and keys below /{poolId}/.well-known/, and in Development /_local/tokens for any token without a sign-in.";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (IsPreflight(request))
        {
            return AllowAsync(context);
        }

        return IsCall(request) ? RefuseAsync(context) : next(context);
    }

    private static bool IsCall(HttpRequest request) =>
        request.Headers.ContainsKey(Target)
        || (request.ContentType?.StartsWith("application/x-amz-", StringComparison.OrdinalIgnoreCase) ?? false)
        || (HttpMethods.IsPost(request.Method) && request.Path.Value is "/" or "");

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method)
        && request.Headers.AccessControlRequestHeaders.ToString().Contains(Target, StringComparison.OrdinalIgnoreCase);

    private static Task AllowAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowMethods = "POST";
        headers.AccessControlAllowHeaders = "*, Authorization";
        headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context)
    {
        var what = Operation(context.Request.Headers[Target].ToString()) is { } operation ? $"{operation} of the user-pool API" : "the user-pool API";
        var headers = context.Response.Headers;
        if (context.Request.Headers.ContainsKey(Target))
        {
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlExposeHeaders = "x-amzn-ErrorType, x-amzn-RequestId";
        }

        // The server reads and drops a body of any size: a connection that is cut while the caller still sends would hide the answer.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        headers["x-amzn-ErrorType"] = Exception;
        headers["x-amzn-RequestId"] = Guid.NewGuid().ToString("D");
        headers[HeaderNames.CacheControl] = "no-store";
        return JsonResponse.WriteAsync(
            context,
            StatusCodes.Status400BadRequest,
            new JsonObject { ["__type"] = Exception, ["message"] = $"LocalCognito does not offer {what}. {Offered}" },
            "application/x-amz-json-1.1");
    }

    // A name of letters and digits only: nothing else of a request is ever repeated in an answer.
    private static string? Operation(string target)
    {
        var name = target[(target.LastIndexOf('.') + 1)..];
        return name.Length is > 0 and <= LongestOperation && name.All(char.IsAsciiLetterOrDigit) ? name : null;
    }
}
