using System.Globalization;

namespace Modular.Telemetry.Logging;

/// <summary>Text as a line of the log has it.</summary>
internal static class LogText
{
    /// <summary>RFC 3339 in UTC with milliseconds: lines sort by it as text.</summary>
    public const string TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private const string Break = " | ";

    /// <summary>Writes the text with its line breaks as <c> | </c>, and every other control or formatting character as <c>?</c>.</summary>
    public static void Write(TextWriter writer, ReadOnlySpan<char> text)
    {
        text = text.TrimEnd("\r\n");
        while (text.Length > 0)
        {
            var plain = LengthOfPlain(text);
            writer.Write(text[..plain]);
            if (plain == text.Length)
            {
                return;
            }

            var isBreak = text[plain] is '\r' or '\n';
            writer.Write(isBreak ? Break : "?");
            text = text[(plain + 1)..];
            if (isBreak)
            {
                text = text.TrimStart("\r\n \t");
            }
        }
    }

    private static int LengthOfPlain(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsPlain(text[i]))
            {
                return i;
            }
        }

        return text.Length;
    }

    // Formatting characters turn the direction of the text; line and paragraph separators break lines in viewers.
    private static bool IsPlain(char c) => c is >= ' ' and < '\u007F' || (c > '\u009F' && CharUnicodeInfo.GetUnicodeCategory(c) is not
        (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
}
