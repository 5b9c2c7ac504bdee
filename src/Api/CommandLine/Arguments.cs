using System.Text.RegularExpressions;

namespace Modular.Api.CommandLine;

/// <summary>
/// The program's arguments, divided into settings and the rest. An option with a colon in its name is a setting, wherever it stands:
/// <c>--Section:Key=value</c>, <c>--Section:Key value</c>, <c>/Section:Key=value</c> and <c>Section:Key=value</c>.
/// </summary>
/// <param name="Settings">The settings in the form that the configuration reads, <c>--Section:Key=value</c>.</param>
/// <param name="Others">The rest, for the commands. Behind <c>--</c> everything is an argument.</param>
/// <param name="Problem">A sentence about the first setting that cannot be used, if there is one.</param>
internal sealed partial record Arguments(IReadOnlyList<string> Settings, IReadOnlyList<string> Others, string? Problem)
{
    private const string EndOfOptions = "--";

    [GeneratedRegex("^[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)+$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name { get; }

    /// <summary>Whether a setting of the command line lies in <paramref name="section"/>.</summary>
    public bool HasSettingOf(string section) => Settings.Any(setting => setting.StartsWith($"--{section}:", StringComparison.OrdinalIgnoreCase));

    /// <summary>Divides the arguments of the process.</summary>
    public static Arguments Read(IReadOnlyList<string> arguments)
    {
        var (settings, others) = (new List<string>(), new List<string>());
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string? problem = null;
        for (var at = 0; at < arguments.Count; at++)
        {
            var argument = arguments[at];
            if (argument == EndOfOptions)
            {
                others.AddRange(arguments.Skip(at));
                break;
            }

            // A host that passes its own configuration on has an empty option for each section of it.
            if (argument.StartsWith("--", StringComparison.Ordinal) && argument.EndsWith('=') && KnownSettings.IsBeginning(argument[2..^1]))
            {
                continue;
            }

            if (SettingOf(argument) is not var (name, value))
            {
                others.Add(argument);
                continue;
            }

            if (value is null && at + 1 < arguments.Count && IsValue(arguments[at + 1]))
            {
                value = arguments[++at];
            }

            problem ??= ProblemOf(name, value, isNew: names.Add(name));
            settings.Add($"--{name}={value}");
        }

        return new Arguments(settings, others, problem);
    }

    private static (string Name, string? Value)? SettingOf(string argument)
    {
        var end = argument.IndexOf('=', StringComparison.Ordinal);
        var prefixed = end < 0 ? argument : argument[..end];
        var value = end < 0 ? null : argument[(end + 1)..];
        if (prefixed.StartsWith('-'))
        {
            var name = prefixed.TrimStart('-');
            return name.Contains(':', StringComparison.Ordinal) ? (name, value) : null;
        }

        // Without a dash only the whole form is a setting: a path may begin with a slash and contain a colon.
        var bare = prefixed.StartsWith('/') ? prefixed[1..] : prefixed;
        return value is not null && Name.IsMatch(bare) ? (bare, value) : null;
    }

    // Another option in the place of a value shows that the value was forgotten.
    private static bool IsValue(string next) => !next.StartsWith("--", StringComparison.Ordinal) && next is not ("-h" or "-?");

    private static string? ProblemOf(string name, string? value, bool isNew) =>
        !Name.IsMatch(name) || !KnownSettings.Contains(name) ? $"--{name} is no setting of this program. Known: {KnownSettings.Text}."
        : value is null ? $"--{name} lacks its value: write it like --{name}=value."
        : !isNew ? $"--{name} stands on the command line twice: remove one of the two."
        : null;
}
