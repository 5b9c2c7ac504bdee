using Microsoft.AspNetCore.WebUtilities;
using Modular.LocalCognito.Grants;
using Modular.LocalCognito.Sessions;

namespace Modular.LocalCognito.Authorize;

/// <summary>The authorization response (RFC 6749, 4.1.2): sends the browser back to the client, only ever to a redirect URI that was found registered.</summary>
internal sealed class AuthorizationResponse(AuthorizationCodeStore codes, ILogger<AuthorizationResponse> logger)
{
    /// <summary>With a new code for the person of the session.</summary>
    public Task WriteCodeAsync(HttpContext context, AuthorizeRequest request, Session session)
    {
        if (request.IsUnprotected)
        {
            logger.WithoutPkce(request.Client.Id);
        }

        var code = codes.Issue(request.GrantBy(session), request.RedirectUri, request.CodeChallenge);
        return Redirect(context, request.RedirectUri, ("code", code), ("state", request.State));
    }

    public static Task WriteErrorAsync(HttpContext context, Refused refused) => Redirect(
        context,
        refused.RedirectUri,
        ("error", refused.Error.Code),
        ("error_description", refused.Error.Description),
        ("state", refused.State));

    private static Task Redirect(HttpContext context, string redirectUri, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var target = redirectUri;
        foreach (var (name, value) in parameters)
        {
            target = value is null ? target : QueryHelpers.AddQueryString(target, name, value);
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(target);
        return Task.CompletedTask;
    }
}
