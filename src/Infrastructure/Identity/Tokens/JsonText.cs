using System.Text;

namespace Modular.Infrastructure.Identity.Tokens;

/// <summary>
/// JSON as other programs write it. RFC 8259 section 8.1 has UTF-8 without a byte order mark; editors and providers also write the mark, and
/// Windows tools UTF-16.
/// </summary>
internal static class JsonText
{
    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>The same text in UTF-8 without a byte order mark. Bytes of an unknown encoding are returned as they are.</summary>
    public static ReadOnlyMemory<byte> AsUtf8(ReadOnlyMemory<byte> content)
    {
        var bytes = content.Span;
        if (bytes.StartsWith(Utf8Mark))
        {
            return content[Utf8Mark.Length..];
        }

        // JSON begins with a character of ASCII, so a zero byte beside the first character tells the order of the two.
        var utf16 = bytes switch
        {
            [0xFF, 0xFE, ..] or [not 0, 0, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] or [0, not 0, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };
        return utf16 is null ? content : Encoding.UTF8.GetBytes(utf16.GetString(bytes).TrimStart('\uFEFF'));
    }
}
