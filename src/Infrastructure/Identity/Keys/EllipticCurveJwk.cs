using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Keys;

/// <summary>Reads public keys on elliptic curves (RFC 7518 section 6.2.1).</summary>
internal static class EllipticCurveJwk
{
    // RFC 7518 section 3.4: each curve has its one algorithm, and a coordinate its length in bytes.
    private static readonly FrozenDictionary<string, (string Algorithm, ECCurve Curve, int Bytes)> Curves = new Dictionary<string, (string, ECCurve, int)>(StringComparer.Ordinal)
    {
        ["P-256"] = ("ES256", ECCurve.NamedCurves.nistP256, 32),
        ["P-384"] = ("ES384", ECCurve.NamedCurves.nistP384, 48),
        ["P-521"] = ("ES512", ECCurve.NamedCurves.nistP521, 66),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The key, or the reason why it is left out.</summary>
    public static (PublishedKey? Key, string? Why) Read(JsonElement entry, string kid)
    {
        if (!entry.TryGetString("crv", out var curve) || curve is null || !Curves.TryGetValue(curve, out var form))
        {
            return (null, "its crv is none of P-256, P-384 and P-521");
        }

        if (!TryGetCoordinate(entry, "x", form.Bytes, out var x) || !TryGetCoordinate(entry, "y", form.Bytes, out var y))
        {
            return (null, $"its x or y is no unpadded base64url of {form.Bytes} bytes");
        }

        if (!IsOnCurve(form.Curve, x, y))
        {
            return (null, "its x and y are no point of its curve");
        }

        // As a JWK, and not as an ECDsa object: the library then makes one for each check that runs at the same time.
        var key = new JsonWebKey
        {
            Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
            Crv = curve,
            X = Base64UrlEncoder.Encode(x),
            Y = Base64UrlEncoder.Encode(y),
        };
        return (new PublishedKey(kid, key, [form.Algorithm], $"{curve}.{key.X}.{key.Y}"), null);
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

    private static bool TryGetCoordinate(JsonElement entry, string name, int length, out byte[] bytes)
    {
        bytes = [];
        return entry.TryGetString(name, out var text) && Base64UrlText.TryDecode(text, out bytes) && bytes.Length == length;
    }
}
