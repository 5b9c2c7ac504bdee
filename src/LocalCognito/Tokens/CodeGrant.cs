using System.Text.Json.Nodes;
using Modular.LocalCognito.Grants;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Tokens;

/// <summary>RFC 6749, 4.1.3: exchanges a code for tokens, once.</summary>
internal sealed class CodeGrant(
    AuthorizationCodeStore codes, RefreshTokenStore refreshTokens, RevokedSignIns revoked, SignIns signIns, TokenResponse answer, ILogger<CodeGrant> logger)
{
    public Outcome<JsonObject> Redeem(PoolClient client, Parameters form)
    {
        if (form["code"] is not { } handle || form["redirect_uri"] is not { } redirectUri)
        {
            return OAuthError.InvalidRequest;
        }

        if (codes.Find(handle) is not { } code || !string.Equals(code.Grant.Client.Id, client.Id, StringComparison.Ordinal))
        {
            return OAuthError.InvalidGrant;
        }

        if (!string.Equals(code.RedirectUri, redirectUri, StringComparison.Ordinal))
        {
            return OAuthError.InvalidRedirect;
        }

        if (!Pkce.Proves(form["code_verifier"], code.CodeChallenge))
        {
            return OAuthError.InvalidGrant;
        }

        if (signIns.IsOver(code.Grant))
        {
            return OAuthError.InvalidGrant;
        }

        if (!codes.TryRedeem(handle, code))
        {
            // One of the two holders of this code is not the client: the tokens of the first use are revoked (RFC 6749, 4.1.2).
            revoked.Add(code.Grant);
            logger.CodeReplayed(client.Id);
            return OAuthError.InvalidGrant;
        }

        var refreshToken = client.May(PoolClient.Refresh) ? refreshTokens.Issue(code.Grant) : null;
        logger.CodeRedeemed(client.Id);
        return answer.ForPerson(code.Grant, refreshToken);
    }
}
