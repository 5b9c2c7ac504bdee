using System.Text.Json.Nodes;
using Modular.LocalCognito.Grants;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Tokens;

internal static class PersonAccessToken
{
    public static JsonObject Claims(SignInGrant grant, string issuer, DateTimeOffset now)
    {
        var claims = new JsonObject { ["sub"] = grant.User.Sub };
        if (grant.User.Groups.Count > 0)
        {
            claims["cognito:groups"] = new JsonArray([.. grant.User.Groups.Select(group => JsonValue.Create(group))]);
        }

        claims["iss"] = issuer;
        claims["version"] = 2;
        claims["client_id"] = grant.Client.Id;
        // Absent unless a resource was bound: that is Cognito's default.
        if (grant.Resource is not null)
        {
            claims["aud"] = grant.Resource;
        }

        claims["origin_jti"] = grant.OriginJti;
        claims["event_id"] = grant.EventId;
        claims["token_use"] = "access";
        claims["scope"] = string.Join(' ', grant.Scopes);
        grant.AddLevel(claims);
        claims["auth_time"] = grant.AuthTime.ToUnixTimeSeconds();
        claims["exp"] = (now + grant.Client.Lifetimes.Access).ToUnixTimeSeconds();
        claims["iat"] = now.ToUnixTimeSeconds();
        claims["jti"] = Handle.NewId();
        claims["username"] = grant.User.Username;
        return claims;
    }
}
