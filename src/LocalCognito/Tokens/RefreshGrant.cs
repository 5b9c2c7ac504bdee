using System.Text.Json.Nodes;
using Modular.LocalCognito.Grants;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Tokens;

/// <summary>RFC 6749, 6: new tokens from a refresh token, which itself is replaced only if the client rotates.</summary>
internal sealed class RefreshGrant(RefreshTokenStore refreshTokens, SignIns signIns, TokenResponse answer)
{
    public Outcome<JsonObject> Redeem(PoolClient client, Parameters form)
    {
        if (form["refresh_token"] is not { } handle)
        {
            return OAuthError.InvalidRequest;
        }

        if (refreshTokens.Find(handle) is not { } token
            || !string.Equals(token.Grant.Client.Id, client.Id, StringComparison.Ordinal)
            || signIns.IsOver(token.Grant))
        {
            return OAuthError.InvalidGrant;
        }

        if (Scopes.Choose(form["scope"], token.Grant.Scopes) is not { } scopes)
        {
            return OAuthError.InvalidScope;
        }

        var grant = token.Grant with { Scopes = scopes };
        if (!client.Rotation.On)
        {
            return answer.ForPerson(grant, refreshToken: null);
        }

        return refreshTokens.Replace(handle, token) is { } next ? answer.ForPerson(grant, next) : OAuthError.InvalidGrant;
    }
}
