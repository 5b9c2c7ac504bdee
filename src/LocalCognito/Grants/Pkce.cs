using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Modular.LocalCognito.Grants;

/// <summary>Proof key for code exchange (RFC 7636), method S256 only.</summary>
internal static class Pkce
{
    /// <summary>A SHA-256 hash in base64url.</summary>
    public static bool IsChallenge(string text) => text.Length == 43 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>A verifier for a code that was asked for without a challenge is refused too: the challenge was removed on the way.</summary>
    public static bool Proves(string? verifier, string? challenge)
    {
        if (verifier is null || challenge is null)
        {
            return verifier is null && challenge is null;
        }

        return IsVerifier(verifier) && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
            Encoding.ASCII.GetBytes(challenge));
    }

    private static bool IsVerifier(string text) =>
        text.Length is >= 43 and <= 128 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~');
}
