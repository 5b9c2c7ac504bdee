using System.Buffers;
using System.Buffers.Text;

namespace Modular.Infrastructure.Identity.Tokens;

/// <summary>Unpadded base64url (RFC 7515 section 2), strictly: one value has one spelling.</summary>
internal static class Base64UrlText
{
    /// <summary>Decodes <paramref name="text"/>, which is untrusted.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        foreach (var c in text)
        {
            // The library would skip white space and take padding.
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }

        // Bits of the last character that no byte holds must be zero: that much the library checks.
        var decoded = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, decoded, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        bytes = decoded;
        return true;
    }
}
