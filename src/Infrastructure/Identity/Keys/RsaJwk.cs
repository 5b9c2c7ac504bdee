using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Keys;

/// <summary>Reads RSA public keys (RFC 7518 section 6.3.1).</summary>
internal static class RsaJwk
{
    // The upper bound is that of the cryptography, which refuses to check with a larger key.
    private const int MinimumBits = 2048;
    private const int MaximumBits = 16_384;

    // For larger ones a check takes long, and no key generator makes them.
    private const int MaximumExponentBytes = 8;

    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

    /// <summary>The key, or the reason why it is left out.</summary>
    public static (PublishedKey? Key, string? Why) Read(JsonElement entry, string kid)
    {
        if (!TryGetNumber(entry, "n", out var modulus) || !TryGetNumber(entry, "e", out var exponent))
        {
            return (null, "its n or e is no unpadded base64url");
        }

        var bits = modulus.Length == 0 ? 0 : ((modulus.Length - 1) * 8) + BitOperations.Log2(modulus[0]) + 1;
        if (bits is < MinimumBits or > MaximumBits)
        {
            return (null, $"its modulus has {bits} bits, and {MinimumBits} to {MaximumBits} are taken");
        }

        if (int.IsEvenInteger(modulus[^1]))
        {
            return (null, "its modulus is even");
        }

        // 1 lets every signature pass.
        if (exponent is [] or [1] || exponent.Length > MaximumExponentBytes || int.IsEvenInteger(exponent[^1]))
        {
            return (null, $"its exponent is 1, even, or longer than {MaximumExponentBytes} bytes");
        }

        var key = new RsaSecurityKey(new RSAParameters { Modulus = modulus, Exponent = exponent });
        return (new PublishedKey(kid, key, Algorithms, $"{Convert.ToHexString(exponent)}.{Convert.ToHexString(modulus)}"), null);
    }

    // Some libraries write a zero before the number (RFC 7518 section 6.3.1.1): the same number must be the same key.
    private static bool TryGetNumber(JsonElement entry, string name, out byte[] number)
    {
        number = [];
        if (!entry.TryGetString(name, out var text) || text is null || !Base64UrlText.TryDecode(text, out var bytes))
        {
            return false;
        }

        number = bytes.AsSpan().TrimStart((byte)0).ToArray();
        return true;
    }
}
