using System.Text;

namespace Modular.Api.CommandLine;

/// <summary>Recognizes by its first bytes a file that is not the expected text.</summary>
internal static class FileKind
{
    // https://en.wikipedia.org/wiki/List_of_file_signatures
    private static readonly (byte[] Beginning, string Kind)[] Signatures =
    [
        ("PK\u0003\u0004"u8.ToArray(), "a ZIP archive, as .xlsx and .ods files are: save the sheet as 'CSV UTF-8'"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel file (.xls): save the sheet as 'CSV UTF-8'"),
        ([0x1F, 0x8B], "a gzip file: unpack it first"),
        ("BZh"u8.ToArray(), "a bzip2 file: unpack it first"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file: unpack it first"),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "an xz file: unpack it first"),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF], "a 7-Zip archive: unpack it first"),
        ("%PDF"u8.ToArray(), "a PDF file"),
        ("SQLite format 3\0"u8.ToArray(), "a SQLite database"),
    ];

    private static readonly (string Beginning, string Kind)[] Texts =
    [
        ("<!doctype html", "an HTML page: the download may have given a sign-in page instead of the file"),
        ("<html", "an HTML page: the download may have given a sign-in page instead of the file"),
        ("<?xml", "an XML file: save it as 'CSV UTF-8'"),
        ("{\\rtf", "a rich text file: save it as plain text"),
        ("{", "a JSON file: convert it to CSV"),
        ("[", "a JSON file: convert it to CSV"),
    ];

    /// <summary>The kind of the file, with advice for the operator; null for text.</summary>
    /// <param name="head">The first bytes of the file.</param>
    public static string? OtherThanText(ReadOnlySpan<byte> head)
    {
        foreach (var (beginning, kind) in Signatures)
        {
            if (head.StartsWith(beginning))
            {
                return kind;
            }
        }

        var text = (HasMark(head) ? Decoded(head) : Encoding.Latin1.GetString(head)).TrimStart('\uFEFF', '\u00EF', '\u00BB', '\u00BF').TrimStart();
        var other = Array.Find(Texts, known => text.StartsWith(known.Beginning, StringComparison.OrdinalIgnoreCase)).Kind;
        return other ?? (HasMark(head) || !head.Contains((byte)0) ? null
            : LooksLikeUtf16(head) ? "UTF-16 without a byte order mark: save it as 'CSV UTF-8'"
            : "binary data, for it has NUL characters");
    }

    private static bool HasMark(ReadOnlySpan<byte> head) => head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF, ..];

    private static string Decoded(ReadOnlySpan<byte> head)
    {
        using var reader = new StreamReader(new MemoryStream(head.ToArray()), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    // Of text in Latin letters, every other byte is 0.
    private static bool LooksLikeUtf16(ReadOnlySpan<byte> head)
    {
        var (even, odd) = (0, 0);
        for (var at = 0; at + 1 < head.Length; at += 2)
        {
            even += head[at] == 0 ? 1 : 0;
            odd += head[at + 1] == 0 ? 1 : 0;
        }

        var pairs = head.Length / 2;
        return (even > pairs / 2 && odd == 0) || (odd > pairs / 2 && even == 0);
    }
}
