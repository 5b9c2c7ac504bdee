using System.Collections.Frozen;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Http;

/// <summary>
/// Lets web pages of any origin call the endpoints of single-page apps, without cookies: no page can act for a person who is signed in here. Pages to
/// which a browser goes, and the control API, stay closed. It stands before everything else, so that refusals and ordered faults can be read too.
/// </summary>
internal sealed class Cors(RequestDelegate next, UserPool pool)
{
    // Routes ignore case and a slash at the end, and the list of open addresses must do the same.
    private readonly FrozenDictionary<string, string> _open = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["/oauth2/token"] = "POST",
        ["/oauth2/revoke"] = "POST",
        ["/oauth2/userInfo"] = "GET, POST",
        [$"/{pool.PoolId}/.well-known/openid-configuration"] = "GET",
        [$"/{pool.PoolId}/.well-known/jwks.json"] = "GET",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        if (!_open.TryGetValue(context.Request.Path.Value?.TrimEnd('/') ?? "", out var methods))
        {
            return next(context);
        }

        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = "WWW-Authenticate";
        if (!IsPreflight(context.Request))
        {
            return next(context);
        }

        headers.AccessControlAllowMethods = methods;
        // The star stands for every header but this one.
        headers.AccessControlAllowHeaders = "*, Authorization";
        headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method)
        && request.Headers.ContainsKey("Origin")
        && request.Headers.ContainsKey("Access-Control-Request-Method");
}
