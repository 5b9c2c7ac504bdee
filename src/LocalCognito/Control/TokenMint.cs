using System.Text.Json.Nodes;
using Modular.LocalCognito.Grants;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Keys;
using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Storage;
using Modular.LocalCognito.Tokens;

namespace Modular.LocalCognito.Control;

/// <summary>Makes any access or ID token, valid or broken, without a sign-in.</summary>
internal sealed class TokenMint(UserPool pool, KeyRing keys, ServerAddress address, UserStates people, TimeProvider time)
{
    // Made when first asked for: most runs never need a token with an unknown key.
    private readonly Lazy<SigningKey> _unknownKey = new(keys.CreateUnpublished);

    public bool HasRetired(KeyUse use) => keys.Retired(use) is not null;

    /// <summary>No user makes a machine's access token; no scopes means all that the client may have.</summary>
    public JsonObject AccessClaims(PoolUser? user, string clientId, IReadOnlyList<string>? scopes, int? expiresIn)
    {
        var client = Client(clientId);
        var (issuedAt, expiresAt) = Times(client.Lifetimes.Access, expiresIn);
        var claims = user is null
            ? MachineAccessToken.Claims(client, scopes ?? client.CustomScopes, address.Issuer, issuedAt)
            : PersonAccessToken.Claims(Grant(user, client, scopes, issuedAt), address.Issuer, issuedAt);
        claims["exp"] = expiresAt.ToUnixTimeSeconds();
        return claims;
    }

    public JsonObject IdClaims(PoolUser user, string clientId, IReadOnlyList<string>? scopes, int? expiresIn)
    {
        var client = Client(clientId);
        var (issuedAt, expiresAt) = Times(client.Lifetimes.Id, expiresIn);
        var claims = IdToken.Claims(Grant(user, client, scopes, issuedAt), accessToken: null, address.Issuer, issuedAt);
        claims["exp"] = expiresAt.ToUnixTimeSeconds();
        return claims;
    }

    public string Sign(JsonObject claims, KeyUse use, string sign) => sign switch
    {
        "none" => Jws.WriteUnsigned(claims, keys.Current(use)),
        "unknownKey" => Jws.Write(claims, _unknownKey.Value),
        "retiredKey" => Jws.Write(claims, keys.Retired(use)!),
        _ => Jws.Write(claims, keys.Current(use)),
    };

    // A client that the pool does not know is welcome: resource servers must refuse its tokens, and want to test that.
    private PoolClient Client(string id) => pool.Clients.GetValueOrDefault(id) ?? new PoolClient(
        id, null, [], [], [], [Scopes.OpenId], TokenLifetimes.Default, RefreshRotation.None);

    // A token that is to have expired was good once: it was issued one lifetime before its end.
    private (DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt) Times(TimeSpan lifetime, int? expiresIn)
    {
        var now = time.GetUtcNow();
        var expiresAt = now + (expiresIn is { } seconds ? TimeSpan.FromSeconds(seconds) : lifetime);
        return (expiresAt > now ? now : expiresAt - lifetime, expiresAt);
    }

    private SignInGrant Grant(PoolUser user, PoolClient client, IReadOnlyList<string>? scopes, DateTimeOffset authTime)
    {
        var grant = new SignInGrant(
            client, user, scopes ?? client.Scopes, authTime, pool.AcrLevels.Lowest, Handle.NewId(), Handle.NewId(), Nonce: null, Resource: null);
        people.Began(grant);
        return grant;
    }
}
