using Modular.LocalCognito.Grants;
using Modular.LocalCognito.Http;

namespace Modular.LocalCognito.Tokens;

/// <summary><c>POST /oauth2/revoke</c> (RFC 7009): takes refresh tokens, and ends the sign-in that they belong to.</summary>
internal sealed class RevokeEndpoint(ClientAuthentication clients, RefreshTokenStore refreshTokens, RevokedSignIns revoked)
{
    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var form = await Parameters.FromFormAsync(context);
        if (Refusal(context, form) is { } error)
        {
            var status = error == OAuthError.InvalidClient ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest;
            await error.WriteAsync(context, status);
        }
    }

    private OAuthError? Refusal(HttpContext context, Parameters form)
    {
        if (!form.WellFormed || form["token"] is not { } token)
        {
            return OAuthError.InvalidRequest;
        }

        var authenticated = clients.Authenticate(context, form);
        if (authenticated.Value is not { } client)
        {
            return authenticated.Error;
        }
        // Three parts are an access or ID token; a refresh token has five.
        if (token.Count(c => c == '.') == 2)
        {
            return OAuthError.UnsupportedTokenType;
        }

        if (refreshTokens.Find(token) is not { } known)
        {
            return null;
        }

        if (!string.Equals(known.Grant.Client.Id, client.Id, StringComparison.Ordinal))
        {
            return OAuthError.InvalidClient;
        }

        revoked.Add(known.Grant);
        return null;
    }
}
