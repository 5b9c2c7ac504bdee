using System.Text.RegularExpressions;

namespace Modular.Telemetry.Tests;

/// <summary>The documents, which are compared with the lists in the code.</summary>
internal static partial class Repository
{
    /// <summary>The rows of the table that begins with such a line, each with its cells.</summary>
    public static IReadOnlyList<string[]> Rows(string document, string head)
    {
        var rows = File.ReadLines(Path.Combine(Root(), document))
            .SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|', ' ').Split(" | "))
            .ToList();
        rows.ShouldNotBeEmpty($"{document} has no table '{head}'");
        return rows;
    }

    /// <summary>The words between backticks.</summary>
    public static IEnumerable<string> Quoted(string text) => Quotation.Matches(text).Select(match => match.Groups["name"].Value);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "README.md")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No folder above this test holds README.md.");
        }

        return folder;
    }

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Quotation { get; }
}
