namespace Modular.Api.CommandLine;

/// <summary>
/// The names of settings that may stand on the command line. A misspelt name would leave the setting of the environment in force, and a
/// command would write to another database than the one that was named.
/// </summary>
internal static class KnownSettings
{
    private static readonly string[] Names =
        ["Cluster:Provider", "ConnectionStrings:Modular", "Database:PasswordFile", "Database:Provider", "Documentation:ClientId", "Shutdown:DrainSeconds"];

    // Their own readers, or the framework's, know the names within them.
    private static readonly string[] Sections =
        ["Identity:Providers", "Identity:RememberedTokens", "Kestrel", "Logging", "Quota", "Retention", "SampleData:Identities", "Telemetry:TrustedParents", "TrustedProxies"];

    /// <summary>The names that have a value of their own.</summary>
    public static IEnumerable<string> All => Names;

    /// <summary>The sections of this program's own, like <c>Database</c>.</summary>
    public static IEnumerable<string> Roots { get; } =
        [.. Names.Concat(Sections).Select(name => name.Split(':')[0]).Where(root => root is not ("Kestrel" or "Logging")).Distinct(StringComparer.Ordinal)];

    /// <summary>The names in a section, like <c>Provider</c> in <c>Database</c>; none where another reader knows them.</summary>
    public static IEnumerable<string> In(string root) =>
        Names.Concat(Sections).Select(name => name.Split(':')).Where(parts => parts.Length > 1 && parts[0] == root).Select(parts => parts[1]);

    /// <summary>The names, for a sentence.</summary>
    public static string Text => string.Join(", ", Names.Concat(Sections.Select(section => section + ":…")).Order(StringComparer.Ordinal));

    /// <summary>Whether there is a setting <paramref name="name"/>, like <c>Database:Provider</c>.</summary>
    public static bool Contains(string name) =>
        Names.Contains(name, StringComparer.OrdinalIgnoreCase)
        || Sections.Any(section => name.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether <paramref name="name"/> is the beginning of settings' names, like <c>Database</c>, and so has no value itself.</summary>
    public static bool IsBeginning(string name) =>
        Names.Concat(Sections).Any(known => known.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)) || Sections.Contains(name, StringComparer.OrdinalIgnoreCase);
}
