namespace Modular.Infrastructure.Identity;

/// <summary>Text of a provider in a log line or a sentence: it must neither fill the log nor write a line of its own into it.</summary>
internal static class ProviderText
{
    /// <summary>The text in printable ASCII, cut to <paramref name="longest"/> characters.</summary>
    public static string Printable(this string text, int longest) => string.Concat(
        text.Take(longest).Select(c => c is >= ' ' and <= '~' ? c : '?')) + (text.Length > longest ? "..." : "");
}
