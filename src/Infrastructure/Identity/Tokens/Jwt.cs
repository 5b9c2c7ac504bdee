using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Modular.Infrastructure.Identity.Tokens;

/// <summary>
/// A signed JSON Web Token in compact form (RFC 7515 section 3.1, RFC 7519), read strictly and not yet verified. Two
/// lenient readers may understand one text differently (RFC 8725 section 2.4 and following): here such a text is malformed.
/// </summary>
internal sealed class Jwt
{
    /// <summary>
    /// The longest token, in characters. A Cognito token of a person in 100 groups with names of 128 characters has some 19,000, and the web
    /// server takes 32 KB of headers.
    /// </summary>
    public const int MaxLength = 24 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private Jwt(string algorithm, string? keyId, string? type, JsonElement claims, byte[] signedBytes, byte[] signature)
    {
        Algorithm = algorithm;
        KeyId = keyId;
        Type = type;
        Claims = claims;
        SignedBytes = signedBytes;
        Signature = signature;
    }

    /// <summary>The header's <c>alg</c>.</summary>
    public string Algorithm { get; }

    /// <summary>The header's <c>kid</c>, if any.</summary>
    public string? KeyId { get; }

    /// <summary>The header's <c>typ</c>, if any.</summary>
    public string? Type { get; }

    /// <summary>The payload, a JSON object. No claim is trusted before the signature is checked.</summary>
    public JsonElement Claims { get; }

    /// <summary>The signed text: header and payload as received, with the dot between.</summary>
    public byte[] SignedBytes { get; }

    /// <summary>The signature.</summary>
    public byte[] Signature { get; }

    /// <summary>Reads <paramref name="token"/>.</summary>
    /// <param name="token">Untrusted text.</param>
    /// <param name="jwt">The token, when it has the form of one.</param>
    /// <param name="problem">The error otherwise, in words that repeat nothing of the token.</param>
    public static bool TryParse(string token, [NotNullWhen(true)] out Jwt? jwt, [NotNullWhen(false)] out string? problem)
    {
        jwt = null;
        if (token.Length > MaxLength)
        {
            problem = TooLong(token.Length);
            return false;
        }

        if (token.AsSpan().Count('.') != 2)
        {
            problem = "the token does not have three parts";
            return false;
        }

        var firstDot = token.IndexOf('.', StringComparison.Ordinal);
        var secondDot = token.LastIndexOf('.');
        if (!Base64UrlText.TryDecode(token.AsSpan(0, firstDot), out var header)
            || !Base64UrlText.TryDecode(token.AsSpan(firstDot + 1, secondDot - firstDot - 1), out var payload)
            || !Base64UrlText.TryDecode(token.AsSpan(secondDot + 1), out var signature))
        {
            problem = "a part of the token is not unpadded base64url";
            return false;
        }

        if (signature.Length == 0)
        {
            problem = "the token has no signature";
            return false;
        }

        if (!TryReadObject(header, out var headerFields) || !TryReadObject(payload, out var claims))
        {
            problem = "header and payload are not one JSON object each, with every name once";
            return false;
        }

        if (headerFields.TryGetProperty("crit", out _))
        {
            problem = "the header has crit";
            return false;
        }

        if (!headerFields.TryGetString("alg", out var algorithm) || algorithm is null
            || !headerFields.TryGetString("kid", out var keyId)
            || !headerFields.TryGetString("typ", out var type))
        {
            problem = "alg, kid or typ of the header is missing or not a string";
            return false;
        }

        problem = null;
        jwt = new Jwt(algorithm, keyId, type, claims, Encoding.ASCII.GetBytes(token, 0, secondDot), signature);
        return true;
    }

    /// <summary>The error of a token with this many characters.</summary>
    public static string TooLong(int length) =>
        string.Create(CultureInfo.InvariantCulture, $"the token has {length} characters, and at most {MaxLength} are taken");

    private static bool TryReadObject(byte[] utf8, out JsonElement element)
    {
        element = default;
        if (!Utf8.IsValid(utf8))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            element = document.RootElement.Clone();
            return element.ValueKind == JsonValueKind.Object;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The second is half of a surrogate pair, escaped, in a name: valid JSON, no valid text.
            return false;
        }
    }
}
