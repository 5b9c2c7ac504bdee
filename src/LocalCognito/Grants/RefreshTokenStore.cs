using System.Buffers.Text;
using System.Security.Cryptography;
using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Grants;

/// <summary>The refresh tokens that were given out, known by their digests only.</summary>
internal sealed class RefreshTokenStore(UserPool pool, Persistence persistence, TimeProvider time)
{
    // {"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}: Cognito's refresh tokens are five-part JWEs that only Cognito can open.
    private const string JweHeader = "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ";

    private readonly ExpiringStore<RefreshToken> _store = new(
        time,
        capacity: 100_000,
        persistence.Open<RefreshToken, RefreshTokenRecord>(
            "refresh-tokens", GrantsJson.Default.StoredRecordRefreshTokenRecord, token => token.Record(), record => RefreshToken.From(record, pool)));

    public string Issue(SignInGrant grant) => Issue(grant, time.GetUtcNow() + grant.Client.Lifetimes.Refresh);

    public RefreshToken? Find(string token) => _store.TryFind(Handle.Digest(token), out var found) ? found : null;

    /// <summary>A token that replaces another and keeps its expiry; null if the other was replaced too long ago.</summary>
    public string? Replace(string token, RefreshToken old)
    {
        if (!old.TryReplace(time.GetUtcNow()))
        {
            return null;
        }

        var next = Issue(old.Grant, old.ExpiresAt);
        // Last: a process that is killed between the two leaves a client that can try again.
        _store.Changed(Handle.Digest(token));
        return next;
    }

    private string Issue(SignInGrant grant, DateTimeOffset expiresAt)
    {
        // The nonce belongs to the first ID token.
        var kept = new RefreshToken(grant with { Nonce = null }, expiresAt);
        var token = $"{JweHeader}.{Part(256)}.{Part(12)}.{Part(640)}.{Part(16)}";
        _store.Add(Handle.Digest(token), kept, expiresAt);
        return token;
    }

    private static string Part(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
