using Modular.Infrastructure;
using Modular.Infrastructure.Cluster;
using Modular.Infrastructure.Retention;

namespace Modular.Api.CommandLine;

/// <summary>
/// Refuses misspelt names of settings, wherever they come from: a setting that is not read leaves a default in force, and the program
/// would work with another database, or keep other times, than the operator has written down.
/// </summary>
/// <remarks>Sections that are bound to options (<c>Quota</c>, <c>Retention</c>, each provider) refuse unknown names themselves.</remarks>
internal static class SettingNames
{
    private const string ConnectionStrings = "ConnectionStrings";
    private const string Identity = "Identity";
    private const int MostEdits = 2;

    private static readonly Dictionary<string, string[]> Bound = new(StringComparer.Ordinal)
    {
        ["Quota"] = [nameof(QuotaOptions.Burst), nameof(QuotaOptions.RequestsPerSecond)],
        ["Retention"] =
        [
            nameof(RetentionOptions.AuditDays), nameof(RetentionOptions.EventDays), nameof(RetentionOptions.EveryMinutes), nameof(RetentionOptions.ReleasedDays),
        ],
    };

    /// <summary>Checks the names of all settings.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="withProviders">Whether the settings of identity providers are used.</param>
    /// <exception cref="ConfigurationException">A name is misspelt; the sentence has the right one.</exception>
    public static void Check(IConfiguration configuration, bool withProviders = true)
    {
        var problems = new ConfigurationProblems();

        // In the environment a colon is written as two underscores.
        foreach (var name in KnownSettings.All.Where(name => !string.IsNullOrEmpty(configuration[name.Replace(':', '_')])))
        {
            problems.Add(Refused(name.Replace(':', '_'), name));
        }

        foreach (var section in configuration.GetChildren().Where(section => withProviders || !Is(section.Key, Identity)))
        {
            CheckSection(section, problems);
        }

        problems.ThrowIfAny();
    }

    private static void CheckSection(IConfigurationSection section, ConfigurationProblems problems)
    {
        var names = section.GetChildren().Select(child => child.Key).ToList();
        var own = KnownSettings.Roots.FirstOrDefault(root => Is(root, section.Key));
        if (own is null)
        {
            // Other programs have sections, too: a section is ours if a name in it is ours.
            var meant = KnownSettings.Roots.FirstOrDefault(root => IsNear(section.Key, root) && names.Exists(name => StandsIn(root, name)));
            if (meant is not null)
            {
                problems.Add(Refused(section.Key, meant));
            }
        }
        else if (Is(own, ConnectionStrings))
        {
            // Connection strings of other programs may stand here.
            var missing = KnownSettings.In(own).FirstOrDefault(known => string.IsNullOrWhiteSpace(section[known]));
            if (missing is not null && names.Find(name => IsNear(name, missing)) is { } near)
            {
                problems.Add(Refused($"{section.Key}:{near}", $"{own}:{missing}"));
            }
        }
        else if (KnownSettings.In(own).ToList() is { Count: > 0 } known)
        {
            foreach (var unknown in names.Where(name => !known.Exists(one => Is(one, name))))
            {
                var near = known.OrderBy(one => Edits(unknown, one)).First();
                problems.Add(IsNear(unknown, near)
                    ? Refused($"{section.Key}:{unknown}", $"{own}:{near}")
                    : $"{section.Key}:{unknown} is no setting of this program. Known: {string.Join(", ", known.Select(one => $"{own}:{one}"))}.");
            }
        }
    }

    private static bool StandsIn(string root, string name) =>
        KnownSettings.In(root).Concat(Bound.GetValueOrDefault(root, [])).Any(known => Is(known, name)) || (root == "TrustedProxies" && name.All(char.IsAsciiDigit));

    private static string Refused(string name, string meant) =>
        $"{name} is no setting of this program: write {meant} (in the environment, {meant.Replace(":", "__", StringComparison.Ordinal)}).";

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsNear(string name, string known) => !Is(name, known) && Edits(name, known) <= MostEdits;

    /// <summary>How many letters have to be added, removed or replaced to make one name of the other, whatever their case.</summary>
    private static int Edits(string name, string known)
    {
        var row = Enumerable.Range(0, known.Length + 1).ToArray();
        for (var i = 1; i <= name.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= known.Length; j++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(name[i - 1]) == char.ToUpperInvariant(known[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[known.Length];
    }
}
