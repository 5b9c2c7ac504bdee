using System.Text.Json.Nodes;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Keys;
using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Storage;
using Modular.LocalCognito.Tokens;

namespace Modular.LocalCognito.Control;

/// <summary>Makes any access token, valid or broken, without a sign-in.</summary>
internal sealed class TokenMint(UserPool pool, KeyRing keys, ServerAddress address, TimeProvider clock)
{
    // Made when first asked for: most runs never need a key that nobody knows.
    private readonly Lazy<SigningKey> _unknownKey = new(keys.CreateUnpublished);

    /// <summary>No user makes a machine's token; no scopes means all that the client may have.</summary>
    public JsonObject Claims(PoolUser? user, string clientId, IReadOnlyList<string>? scopes, int? expiresIn)
    {
        // A client that the pool does not know is welcome: resource servers must refuse its tokens, and want to test that.
        var client = pool.Clients.GetValueOrDefault(clientId) ?? new PoolClient(
            clientId, null, [], [], [], [Scopes.OpenId], TokenLifetimes.Default, RefreshRotation.None);
        var now = clock.GetUtcNow();
        var expiresAt = now + (expiresIn is { } seconds ? TimeSpan.FromSeconds(seconds) : client.Lifetimes.Access);
        // A token that is to have expired was good once: it was issued one lifetime before its end.
        var issuedAt = expiresAt > now ? now : expiresAt - client.Lifetimes.Access;

        var claims = user is null
            ? MachineAccessToken.Claims(client, scopes ?? client.CustomScopes, address.Issuer, issuedAt)
            : PersonAccessToken.Claims(Grant(user, client, scopes ?? client.Scopes, issuedAt), address.Issuer, issuedAt);
        claims["exp"] = expiresAt.ToUnixTimeSeconds();
        return claims;
    }

    public string Sign(JsonObject claims, string sign) => sign switch
    {
        "none" => Jws.WriteUnsigned(claims, keys.Current(KeyUse.Access)),
        "unknownKey" => Jws.Write(claims, _unknownKey.Value),
        _ => Jws.Write(claims, keys.Current(KeyUse.Access)),
    };

    private SignInGrant Grant(PoolUser user, PoolClient client, IReadOnlyList<string> scopes, DateTimeOffset authTime) =>
        new(client, user, scopes, authTime, pool.AcrLevels.Lowest, Handle.NewId(), Handle.NewId(), Nonce: null, Resource: null);
}
