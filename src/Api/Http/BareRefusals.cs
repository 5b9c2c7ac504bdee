using Microsoft.AspNetCore.Diagnostics;
using Modular.Api.Errors;

namespace Modular.Api.Http;

/// <summary>Gives a refusal that has no body its problem.</summary>
internal static class BareRefusals
{
    // The name that the framework gives the endpoint which answers 405; there is no other mark on it.
    private const string WrongMethod = "405 HTTP Method Not Supported";

    /// <summary>Whether the address exists and the method does not: no caller could be let in there, so that none is asked for.</summary>
    public static bool IsWrongMethod(Endpoint? endpoint) => endpoint is { DisplayName: WrongMethod } and not RouteEndpoint;

    public static Task ExplainAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        if (http.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            http.Response.Headers.Allow = WithHead(http.Response.Headers.Allow.ToString());
        }

        return Problems.WriteAsync(http, Problem.OfStatus(http.Response.StatusCode));
    }

    // Where GET is answered, HEAD is: see HeadRequests.
    private static string WithHead(string allowed)
    {
        var methods = allowed.Split(", ", StringSplitOptions.RemoveEmptyEntries);
        return string.Join(", ", methods.SelectMany(method => method == HttpMethods.Get ? [method, HttpMethods.Head] : new[] { method }));
    }
}
