using Modular.Infrastructure.Identity;
using Scalar.AspNetCore;

namespace Modular.Api;

/// <summary>
/// Forbids browsers to treat answers as pages, as resources of other sites, or as another media type than their own. Scripts of other origins
/// read nothing here but the metadata of RFC 9728.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, IdentityProviders providers)
{
    private const string AnswerPolicy = "default-src 'none'; frame-ancestors 'none'";

    // The documentation's script makes its styles while it runs, and asks this server and, for a sign-in, the providers.
    private readonly string _pagePolicy =
        $"default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src {Origins(providers)}; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; script-src 'self' 'nonce-";

    public Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = AnswerPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (http.Request.Path.StartsWithSegments(PublicUrl.Documentation, StringComparison.OrdinalIgnoreCase))
        {
            http.Response.OnStarting(() =>
            {
                if (http.Items.TryGetValue(ScalarOptions.NonceHttpContextItemKey, out var nonce))
                {
                    http.Response.Headers.ContentSecurityPolicy = $"{_pagePolicy}{nonce}'";
                }

                return Task.CompletedTask;
            });
        }

        return next(http);
    }

    private static string Origins(IdentityProviders providers) => string.Join(
        ' ',
        providers.Descriptions.Select(provider => provider.TokenEndpoint).OfType<Uri>().Select(endpoint => endpoint.GetLeftPart(UriPartial.Authority))
            .Prepend("'self'").Distinct(StringComparer.Ordinal));
}
