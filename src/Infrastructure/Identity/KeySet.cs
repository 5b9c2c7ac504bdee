using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Modular.Infrastructure.Identity;

/// <summary>A provider's public signing keys (RFC 7517) by <c>kid</c>.</summary>
internal sealed class KeySet
{
    private const int MinimumModulusBits = 2048;

    private static readonly string[] RsaAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

    // RFC 7518 section 3.4: each curve has its one algorithm, and a coordinate its length in bytes.
    private static readonly FrozenDictionary<string, (string Algorithm, ECCurve Curve, int Bytes)> Curves = new Dictionary<string, (string, ECCurve, int)>(StringComparer.Ordinal)
    {
        ["P-256"] = ("ES256", ECCurve.NamedCurves.nistP256, 32),
        ["P-384"] = ("ES384", ECCurve.NamedCurves.nistP384, 48),
        ["P-521"] = ("ES512", ECCurve.NamedCurves.nistP521, 66),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, PublishedKey> _keys;

    private KeySet(IReadOnlyDictionary<string, PublishedKey> keys, bool isPublicRsa)
    {
        _keys = keys.ToFrozenDictionary(StringComparer.Ordinal);
        IsPublicRsa = isPublicRsa;
    }

    /// <summary>How many keys there are.</summary>
    public int Count => _keys.Count;

    /// <summary>Whether each entry was a usable RSA key without its private half: all that a pool publishes.</summary>
    public bool IsPublicRsa { get; }

    /// <summary>The key of exactly this <c>kid</c>.</summary>
    public bool TryFind(string kid, [NotNullWhen(true)] out PublishedKey? key) => _keys.TryGetValue(kid, out key);

    /// <summary>Reads a JWKS. Keys that cannot sign tokens here (other kinds, too short, for encryption) are passed over.</summary>
    /// <returns>Null when it is no JWKS, two keys share a <c>kid</c>, or no key can be used.</returns>
    public static KeySet? Parse(ReadOnlyMemory<byte> json)
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

            var keys = new Dictionary<string, PublishedKey>(StringComparer.Ordinal);
            var isPublicRsa = true;
            foreach (var entry in list.EnumerateArray())
            {
                var key = Read(entry);
                isPublicRsa &= key?.Key is RsaSecurityKey && !entry.TryGetProperty("d", out _);
                if (key is not null && !keys.TryAdd(key.Kid, key))
                {
                    return null;
                }
            }

            return keys.Count == 0 ? null : new KeySet(keys, isPublicRsa);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The second is half of a surrogate pair, escaped, in a name.
            return null;
        }
    }

    private static PublishedKey? Read(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetString("kty", out var type)
            || !entry.TryGetString("kid", out var kid) || string.IsNullOrEmpty(kid)
            || !entry.TryGetString("use", out var use) || use is not (null or "sig")
            || !entry.TryGetString("alg", out var algorithm))
        {
            return null;
        }

        var key = type switch
        {
            "RSA" => ReadRsa(entry, kid),
            "EC" => ReadEllipticCurve(entry, kid),
            _ => null,
        };
        return algorithm is null || key is null ? key
            : key.Fits(algorithm) ? key with { Algorithms = [algorithm] }
            : null;
    }

    private static PublishedKey? ReadRsa(JsonElement entry, string kid)
    {
        if (!TryGetBytes(entry, "n", out var modulus) || !TryGetBytes(entry, "e", out var exponent))
        {
            return null;
        }

        var parameters = new RSAParameters { Modulus = modulus, Exponent = exponent };
        return IsStrong(parameters)
            ? new PublishedKey(kid, new RsaSecurityKey(parameters) { KeyId = kid }, RsaAlgorithms, $"{Convert.ToHexString(exponent)}.{Convert.ToHexString(modulus)}")
            : null;
    }

    private static PublishedKey? ReadEllipticCurve(JsonElement entry, string kid)
    {
        if (!entry.TryGetString("crv", out var curve) || curve is null || !Curves.TryGetValue(curve, out var form)
            || !TryGetBytes(entry, "x", out var x) || x.Length != form.Bytes
            || !TryGetBytes(entry, "y", out var y) || y.Length != form.Bytes
            || !IsOnCurve(form.Curve, x, y))
        {
            return null;
        }

        // As a JWK, and not as an ECDsa object: the library then makes one for each check that runs at the same time.
        var key = new JsonWebKey
        {
            Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
            Crv = curve,
            X = Base64UrlEncoder.Encode(x),
            Y = Base64UrlEncoder.Encode(y),
            KeyId = kid,
        };
        return new PublishedKey(kid, key, [form.Algorithm], $"{curve}.{key.X}.{key.Y}");
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

    private static bool IsOnCurve(ECCurve curve, byte[] x, byte[] y)
    {
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = x, Y = y } });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool TryGetBytes(JsonElement entry, string name, out byte[] bytes)
    {
        bytes = [];

        // Of no bytes at all, the cryptography would not say that it is no key, but fail.
        return entry.TryGetString(name, out var text) && !string.IsNullOrEmpty(text) && Base64UrlText.TryDecode(text, out bytes);
    }
}
