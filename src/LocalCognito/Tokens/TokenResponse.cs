using System.Text.Json.Nodes;
using Modular.LocalCognito.Grants;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Keys;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Tokens;

/// <summary>The body of a successful answer of the token endpoint.</summary>
internal sealed class TokenResponse(KeyRing keys, ServerAddress address, TimeProvider time)
{
    /// <summary>The refresh token is there when a new one is to be handed out.</summary>
    public JsonObject ForPerson(SignInGrant grant, string? refreshToken)
    {
        var now = time.GetUtcNow();
        var accessToken = Jws.Write(PersonAccessToken.Claims(grant, address.Issuer, now), keys.Current(KeyUse.Access));
        var answer = new JsonObject();
        if (grant.Has(Scopes.OpenId))
        {
            answer["id_token"] = Jws.Write(IdToken.Claims(grant, accessToken, address.Issuer, now), keys.Current(KeyUse.Id));
        }

        answer["access_token"] = accessToken;
        if (refreshToken is not null)
        {
            answer["refresh_token"] = refreshToken;
        }

        return Finish(answer, grant.Client);
    }

    public JsonObject ForMachine(PoolClient client, IEnumerable<string> scopes)
    {
        var claims = MachineAccessToken.Claims(client, scopes, address.Issuer, time.GetUtcNow());
        return Finish(new JsonObject { ["access_token"] = Jws.Write(claims, keys.Current(KeyUse.Access)) }, client);
    }

    private static JsonObject Finish(JsonObject answer, PoolClient client)
    {
        answer["expires_in"] = (int)client.Lifetimes.Access.TotalSeconds;
        answer["token_type"] = "Bearer";
        return answer;
    }
}
