using System.Text.Json;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Grants;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Keys;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Tokens;

/// <summary><c>/oauth2/userInfo</c>: the only place where a revoked sign-in shows before its tokens expire.</summary>
internal sealed class UserInfoEndpoint(UserPool pool, KeyRing keys, ServerAddress address, SignIns signIns, TimeProvider time)
{
    private const string Scheme = "Bearer ";

    // Cognito's challenges, exactly: without the word Bearer.
    private const string BadRequest = "error=\"invalid_request\", error_description=\"Bad OAuth2 request at UserInfo Endpoint\"";
    private const string BadToken = "error=\"invalid_token\", error_description=\"Access token is expired, disabled, or deleted, or the user has globally signed out.\"";

    public Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var header = context.Request.Headers.Authorization;
        if (header.Count > 1 || (header is [{ } value] && !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)))
        {
            return Refuse(context, StatusCodes.Status400BadRequest, BadRequest);
        }

        if (header is not [{ } bearer] || Person(bearer[Scheme.Length..].Trim()) is not var (user, scopes))
        {
            return Refuse(context, StatusCodes.Status401Unauthorized, BadToken);
        }

        var body = new JsonObject { ["sub"] = user.Sub };
        foreach (var (name, text) in UserAttributes.Released(user, scopes))
        {
            body[name] = text;
        }

        body["username"] = user.Username;
        return JsonResponse.WriteAsync(context, StatusCodes.Status200OK, body);
    }

    private (PoolUser User, IReadOnlyList<string> Scopes)? Person(string token)
    {
        if (Jws.Read(token, keys, KeyUse.Access) is not { } claims
            || Text(claims, "token_use") is not "access"
            || !string.Equals(Text(claims, "iss"), address.Issuer, StringComparison.Ordinal)
            || Number(claims, "exp") is not { } expiresAt || expiresAt <= time.GetUtcNow().ToUnixTimeSeconds()
            || Text(claims, "sub") is not { } sub || pool.Users.FindBySub(sub) is not { } user
            || signIns.IsOver(user, Number(claims, "auth_time") ?? 0, Text(claims, "origin_jti")))
        {
            return null;
        }

        var scopes = Text(claims, "scope")?.Split(' ') ?? [];
        return scopes.Contains(Scopes.OpenId, StringComparer.Ordinal) ? (user, scopes) : null;
    }

    private static long? Number(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Task Refuse(HttpContext context, int status, string challenge)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.WWWAuthenticate = challenge;
        return Task.CompletedTask;
    }
}
