using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Grants;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Tokens;

internal static class IdToken
{
    /// <param name="grant">The sign-in that it describes.</param>
    /// <param name="accessToken">The one that it comes with; null when it was minted alone.</param>
    /// <param name="issuer">Its <c>iss</c>.</param>
    /// <param name="now">Its <c>iat</c>.</param>
    public static JsonObject Claims(SignInGrant grant, string? accessToken, string issuer, DateTimeOffset now)
    {
        var claims = new JsonObject();
        if (accessToken is not null)
        {
            claims["at_hash"] = HalfHash(accessToken);
        }

        claims["sub"] = grant.User.Sub;
        if (grant.User.Groups.Count > 0)
        {
            claims["cognito:groups"] = new JsonArray([.. grant.User.Groups.Select(group => JsonValue.Create(group))]);
        }

        foreach (var (name, value) in UserAttributes.Released(grant.User, grant.Scopes))
        {
            claims[name] = UserAttributes.IsFlag(name) ? string.Equals(value, "true", StringComparison.OrdinalIgnoreCase) : value;
        }

        claims["iss"] = issuer;
        claims["cognito:username"] = grant.User.Username;
        if (grant.Nonce is not null)
        {
            claims["nonce"] = grant.Nonce;
        }

        claims["origin_jti"] = grant.OriginJti;
        claims["aud"] = grant.Client.Id;
        claims["event_id"] = grant.EventId;
        claims["token_use"] = "id";
        grant.AddLevel(claims);
        claims["auth_time"] = grant.AuthTime.ToUnixTimeSeconds();
        claims["exp"] = (now + grant.Client.Lifetimes.Id).ToUnixTimeSeconds();
        claims["iat"] = now.ToUnixTimeSeconds();
        claims["jti"] = Handle.NewId();
        return claims;
    }

    /// <summary>OpenID Connect Core, 3.1.3.6: the left half of the hash of the access token.</summary>
    private static string HalfHash(string accessToken) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16));
}
