using System.Text.RegularExpressions;

namespace Modular.Api.Tests.Contract;

/// <summary>
/// The tables of settings of a document. A table of settings begins with the column <c>Setting</c>, and has the default in its last column.
/// In its names <c>…</c> stands for the section of a provider, whose kinds are those that the heading above names, or all of them.
/// </summary>
/// <param name="All">Each setting once for each kind of provider that has it.</param>
internal sealed partial record DocumentedSettings(IReadOnlyList<DocumentedSettings.Setting> All)
{
    private const string Provider = "…:";

    /// <summary>One setting.</summary>
    /// <param name="Name">Its name, with <c>Identity:Providers:</c> and the kind for a provider's, and without the number of a list's entry.</param>
    /// <param name="Default">The last column.</param>
    public sealed record Setting(string Name, string Default);

    /// <summary>Reads a document.</summary>
    public static DocumentedSettings In(string text)
    {
        var all = new List<Setting>();
        IReadOnlyList<string> kinds = [];
        var isTable = false;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith('#'))
            {
                kinds = [.. SettingsReader.Kinds.Where(kind => line.Contains(kind, StringComparison.Ordinal))];
            }

            isTable = line.StartsWith('|') && (isTable || line.StartsWith("| Setting |", StringComparison.Ordinal));
            if (isTable && Row.Match(line) is { Success: true } row)
            {
                var cells = line.Trim(' ', '|').Split(" | ");
                all.AddRange(NamesOf(row.Groups["name"].Value, kinds).Select(name => new Setting(name, cells[^1].Trim())));
            }
        }

        return new DocumentedSettings(all);
    }

    /// <summary>The differences from the settings that a program asks for, as sentences.</summary>
    /// <param name="asked">The names, as the program asks for them.</param>
    public IEnumerable<string> DifferencesFrom(IEnumerable<string> asked)
    {
        var names = asked.Select(WithoutNumbers).ToHashSet(StringComparer.OrdinalIgnoreCase);
        names.RemoveWhere(name => names.Any(other => other.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)));
        var documented = All.Select(setting => setting.Name).ToList();
        return
        [
            .. names.Except(documented, StringComparer.OrdinalIgnoreCase).Select(name => $"{name} is asked for and not documented."),
            .. documented.Except(names, StringComparer.OrdinalIgnoreCase).Select(name => $"{name} is documented and not asked for."),
            .. documented.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(name => name.Count() > 1).Select(name => $"{name.Key} is documented twice."),
        ];
    }

    private static IEnumerable<string> NamesOf(string name, IReadOnlyList<string> kinds)
    {
        var plain = Entry.Replace(name, "");
        return plain.StartsWith(Provider, StringComparison.Ordinal)
            ? (kinds.Count == 0 ? SettingsReader.Kinds : kinds).Select(kind => $"Identity:Providers:{kind}:{plain[Provider.Length..]}")
            : [plain];
    }

    private static string WithoutNumbers(string name) => Number.Replace(name, "");

    [GeneratedRegex("^\\| `(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row { get; }

    /// <summary>The entry of a list, or of a map.</summary>
    [GeneratedRegex(":<[a-z]+>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entry { get; }

    [GeneratedRegex(":[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number { get; }
}
