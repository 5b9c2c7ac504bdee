using Microsoft.AspNetCore.WebUtilities;

namespace Modular.LocalCognito.Authorize;

/// <summary>Sends the browser back to the client, only ever to a redirect URI that was found registered.</summary>
internal static class ClientRedirect
{
    public static Task WithCode(HttpContext context, AuthorizeRequest request, string code) =>
        To(context, request.RedirectUri, ("code", code), ("state", request.State));

    public static Task WithError(HttpContext context, Refused refused) => To(
        context,
        refused.RedirectUri,
        ("error", refused.Error.Code),
        ("error_description", refused.Error.Description),
        ("state", refused.State));

    private static Task To(HttpContext context, string redirectUri, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var target = redirectUri;
        foreach (var (name, value) in parameters)
            target = value is null ? target : QueryHelpers.AddQueryString(target, name, value);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(target);
        return Task.CompletedTask;
    }
}
