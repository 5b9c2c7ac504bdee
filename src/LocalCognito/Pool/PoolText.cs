using System.Text;

namespace Modular.LocalCognito.Pool;

/// <summary>The bytes of a pool file as UTF-8 without a byte order mark, however an editor or a shell has written them.</summary>
internal static class PoolText
{
    private const int MostBytes = 10 * 1024 * 1024;

    /// <exception cref="StartRefusedException">There is no such file, it cannot be read, or it is no text.</exception>
    public static ReadOnlyMemory<byte> Read(string path)
    {
        var bytes = Bytes(path);
        try
        {
            var text = Encoded(bytes);
            return text.Span.IndexOfAnyExcept(" \t\r\n"u8) >= 0
                ? text
                : throw Refusal(path, "is empty: give it a pool, or leave the setting out for the sample pool");
        }
        catch (ArgumentException error)
        {
            throw Refusal(path, "is neither UTF-8 nor UTF-16: save it as UTF-8", error);
        }
    }

    private static byte[] Bytes(string path)
    {
        if (Directory.Exists(path))
        {
            throw Refusal(path, "is a folder: give the path of the file in it");
        }

        try
        {
            // Read to a limit, because a pipe or a device says nothing of its length.
            using var file = File.OpenRead(path);
            using var bytes = new MemoryStream();
            var block = new byte[64 * 1024];
            for (var count = file.Read(block); count > 0; count = file.Read(block))
            {
                bytes.Write(block, 0, count);
                if (bytes.Length > MostBytes)
                {
                    throw Refusal(path, "is larger than 10 MB, which no pool file is: give another path");
                }
            }

            return bytes.ToArray();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refusal(path, "does not exist: give the path of a pool file, or leave it out for the sample pool", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refusal(path, $"cannot be read by the user '{Environment.UserName}': let that user read the file and pass through its folders", error);
        }
    }

    private static ReadOnlyMemory<byte> Encoded(byte[] bytes) => bytes switch
    {
        [0xef, 0xbb, 0xbf, .. var rest] => Checked(rest),
        [0xff, 0xfe, 0, 0, ..] => throw new ArgumentException("This is UTF-32.", nameof(bytes)),
        [0xff, 0xfe, .. var rest] => Transcoded(rest, bigEndian: false),
        [0xfe, 0xff, .. var rest] => Transcoded(rest, bigEndian: true),
        // A JSON file begins with an ASCII character, so a zero beside it is half of a UTF-16 unit.
        [not 0, 0, ..] => Transcoded(bytes, bigEndian: false),
        [0, not 0, ..] => Transcoded(bytes, bigEndian: true),
        _ => Checked(bytes),
    };

    private static byte[] Checked(byte[] bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? bytes : throw new ArgumentException("This is not UTF-8.", nameof(bytes));

    private static byte[] Transcoded(byte[] bytes, bool bigEndian) =>
        Encoding.UTF8.GetBytes(new UnicodeEncoding(bigEndian, byteOrderMark: false, throwOnInvalidBytes: true).GetString(bytes));

    private static StartRefusedException Refusal(string path, string sentence, Exception? error = null) =>
        new($"LocalCognito:PoolFile '{path}' {sentence}.", error);
}
