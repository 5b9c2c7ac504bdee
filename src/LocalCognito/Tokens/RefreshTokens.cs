using System.Buffers.Text;
using System.Security.Cryptography;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Tokens;

/// <summary>The refresh tokens that were given out, known by their digests only.</summary>
internal sealed class RefreshTokens(TimeProvider clock)
{
    // {"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}: Cognito's refresh tokens are five-part JWEs that only Cognito can open.
    private const string JweHeader = "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ";

    private readonly ExpiringStore<RefreshToken> _store = new(clock, capacity: 100_000);

    public string Issue(SignInGrant grant) => Issue(grant, clock.GetUtcNow() + grant.Client.Lifetimes.Refresh);

    /// <summary>Takes the place of another one, and ends when that one would have.</summary>
    public string Replace(RefreshToken old) => Issue(old.Grant, old.ExpiresAt);

    public RefreshToken? Find(string token) => _store.TryFind(Handle.Digest(token), out var found) ? found : null;

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
