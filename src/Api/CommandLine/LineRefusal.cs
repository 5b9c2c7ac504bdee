using System.Globalization;

namespace Modular.Api.CommandLine;

/// <summary>Says why a line of a file was refused: its number and the reason alone, because the line may have personal data.</summary>
internal static class LineRefusal
{
    /// <param name="line">The number of the line, the first being 1.</param>
    /// <param name="reason">A sentence, or one without its capital letter and its full stop.</param>
    public static string Of(long line, string reason) =>
        string.Create(CultureInfo.InvariantCulture, $"Line {line}: {Clause(reason)}.");

    /// <summary>A sentence as it stands behind a colon, without its full stop.</summary>
    public static string Clause(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.');
}
