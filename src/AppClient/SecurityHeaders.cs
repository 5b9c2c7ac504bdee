using Modular.AppClient.SignIn;

namespace Modular.AppClient;

/// <summary>Forbids the browser to run scripts in these pages, to load from other origins, to show them in a frame, and to cache them.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    public Task InvokeAsync(HttpContext context, ProviderMetadata provider)
    {
        // At the last moment: an error page begins by clearing the headers.
        context.Response.OnStarting(async () =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = await PolicyAsync(context, provider);
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            if (!context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal))
            {
                headers.CacheControl = "no-store";
            }
        });
        return next(context);
    }

    private static async Task<string> PolicyAsync(HttpContext context, ProviderMetadata provider)
    {
        if (context.User.Identity?.IsAuthenticated != true)
        {
            return Policy;
        }

        // Browsers hold a form's redirects to form-action as well, and signing out redirects to the provider.
        var logout = await provider.LogoutAddressAsync(context.RequestAborted);
        return logout is null ? Policy : $"{Policy} {logout.GetLeftPart(UriPartial.Authority)}";
    }
}
