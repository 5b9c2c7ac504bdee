using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Modular.Infrastructure.Identity.Tokens;

/// <summary>A token as it was sent, and as a JSON Web Token when it has the form of one.</summary>
internal sealed record PresentedToken
{
    // RFC 6750 section 2.1: b64token.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    private PresentedToken(string text, Jwt? jwt, string? issuer) => (Text, Jwt, Issuer) = (text, jwt, issuer);

    /// <summary>Exactly as it was presented.</summary>
    public string Text { get; }

    /// <summary>Null for an opaque token.</summary>
    public Jwt? Jwt { get; }

    /// <summary>The <c>iss</c> of a JSON Web Token, read without trusting it.</summary>
    public string? Issuer { get; }

    /// <summary>Reads a token.</summary>
    /// <param name="text">Untrusted text.</param>
    /// <param name="opaqueAllowed">Whether a provider takes opaque tokens.</param>
    /// <param name="token">The token.</param>
    /// <param name="problem">The error otherwise, in words that repeat nothing of the token.</param>
    public static bool TryRead(
        string text, bool opaqueAllowed, [NotNullWhen(true)] out PresentedToken? token, [NotNullWhen(false)] out string? problem)
    {
        token = null;
        if (opaqueAllowed && !LooksLikeJose(text))
        {
            problem = text.Length > Jwt.MaxLength ? Jwt.TooLong(text.Length)
                : text.Length == 0 || text.AsSpan().ContainsAnyExcept(TokenCharacters) ? "the token is empty, or has characters that no token has"
                : null;
            token = problem is null ? new PresentedToken(text, jwt: null, issuer: null) : null;
            return problem is null;
        }

        if (!Jwt.TryParse(text, out var jwt, out problem))
        {
            return false;
        }

        if (!jwt.Claims.TryGetString("iss", out var issuer))
        {
            problem = "iss is not a string";
            return false;
        }

        token = new PresentedToken(text, jwt, issuer);
        return true;
    }

    // A text that begins like a JOSE header ("{" in base64url) is a token of another provider, such as an encrypted refresh token. The
    // introspection endpoint must not see it.
    private static bool LooksLikeJose(string text) =>
        text.Contains('.', StringComparison.Ordinal)
        && (text.StartsWith("ey", StringComparison.Ordinal) || text.StartsWith("ew", StringComparison.Ordinal));
}
