using System.Text.Json.Nodes;

namespace Modular.LocalCognito.Http;

/// <summary>An error of RFC 6749 (4.1.2.1, 5.2). The description is always our own sentence, and never repeats input.</summary>
internal sealed record OAuthError(string Code, string? Description = null)
{
    public static readonly OAuthError InvalidRequest = new("invalid_request");
    public static readonly OAuthError InvalidClient = new("invalid_client");
    public static readonly OAuthError InvalidGrant = new("invalid_grant");
    public static readonly OAuthError InvalidScope = new("invalid_scope");
    public static readonly OAuthError InvalidRedirect = new("unauthorized_client", "invalid_redirect");
    public static readonly OAuthError LoginRequired = new("login_required");
    public static readonly OAuthError TemporarilyUnavailable = new("temporarily_unavailable");
    public static readonly OAuthError UnauthorizedClient = new("unauthorized_client");
    public static readonly OAuthError UnsupportedGrantType = new("unsupported_grant_type");
    public static readonly OAuthError UnsupportedTokenType = new("unsupported_token_type");

    public Task WriteAsync(HttpContext context, int status)
    {
        var body = new JsonObject { ["error"] = Code };
        if (Description is not null)
        {
            body["error_description"] = Description;
        }

        return JsonResponse.WriteAsync(context, status, body);
    }
}
