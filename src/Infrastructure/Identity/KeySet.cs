using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Modular.Infrastructure.Identity;

/// <summary>A provider's public signing keys (RFC 7517) by <c>kid</c>, as one fetch brought them.</summary>
internal sealed class KeySet
{
    private const int MinimumModulusBits = 2048;

    private readonly FrozenDictionary<string, SecurityKey> _keys;

    private KeySet(IReadOnlyDictionary<string, SecurityKey> keys, long fetchedAt)
    {
        _keys = keys.ToFrozenDictionary(StringComparer.Ordinal);
        FetchedAt = fetchedAt;
    }

    /// <summary>When the fetch began, as a timestamp of the clock.</summary>
    public long FetchedAt { get; }

    /// <summary>How many keys there are.</summary>
    public int Count => _keys.Count;

    /// <summary>The key of exactly this <c>kid</c>.</summary>
    public bool TryFind(string kid, [NotNullWhen(true)] out SecurityKey? key) => _keys.TryGetValue(kid, out key);

    /// <summary>Reads a JWKS. Keys that cannot sign tokens here (other kinds, too short, for encryption) are passed over.</summary>
    /// <returns>Null when it is no JWKS, two keys share a <c>kid</c>, or no key can be used.</returns>
    public static KeySet? Parse(ReadOnlyMemory<byte> json, long fetchedAt)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("keys", out var list)
                || list.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            var keys = new Dictionary<string, SecurityKey>(StringComparer.Ordinal);
            foreach (var entry in list.EnumerateArray())
            {
                if (ReadRsa(entry) is { } key && !keys.TryAdd(key.KeyId, key))
                {
                    return null;
                }
            }

            return keys.Count == 0 ? null : new KeySet(keys, fetchedAt);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The second is half of a surrogate pair, escaped, in a name.
            return null;
        }
    }

    private static RsaSecurityKey? ReadRsa(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetString("kty", out var type) || type != "RSA"
            || !entry.TryGetString("kid", out var kid) || string.IsNullOrEmpty(kid)
            || !entry.TryGetString("use", out var use) || use is not (null or "sig")
            || !entry.TryGetString("alg", out var algorithm) || algorithm is not (null or SecurityAlgorithms.RsaSha256)
            || !TryGetBytes(entry, "n", out var modulus)
            || !TryGetBytes(entry, "e", out var exponent))
        {
            return null;
        }

        var parameters = new RSAParameters { Modulus = modulus, Exponent = exponent };
        return IsStrong(parameters) ? new RsaSecurityKey(parameters) { KeyId = kid } : null;
    }

    private static bool IsStrong(RSAParameters parameters)
    {
        try
        {
            using var rsa = RSA.Create(parameters);
            return rsa.KeySize >= MinimumModulusBits;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool TryGetBytes(JsonElement entry, string name, out byte[] bytes)
    {
        bytes = [];
        return entry.TryGetString(name, out var text) && text is not null && Base64UrlText.TryDecode(text, out bytes);
    }
}
