namespace Modular.LocalCognito.Pool;

/// <summary>The levels of a pool with step-up, weakest first; none in a pool without, as in those of Cognito's lower plan.</summary>
internal sealed class SupportedAcrLevels
{
    private readonly IReadOnlyList<AcrLevel> _levels;

    private SupportedAcrLevels(IEnumerable<string> names) => _levels = [.. names.Select((name, index) => new AcrLevel(index + 1, name))];

    /// <summary>The level that a password alone reaches; null without step-up, and then no token names a level.</summary>
    public AcrLevel? Lowest => _levels.Count > 0 ? _levels[0] : null;

    public AcrLevel? Find(string name) => _levels.FirstOrDefault(level => string.Equals(level.Name, name, StringComparison.Ordinal));

    /// <summary>The first known one of <c>acr_values</c>, which lists them by preference. Unknown ones are ignored, as Cognito does.</summary>
    public AcrLevel? Asked(string? acrValues) =>
        acrValues?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Find).FirstOrDefault(level => level is not null);

    public static SupportedAcrLevels Read(JsonField pool)
    {
        var names = pool.Texts("acrLevels");
        if (names.Count > AcrLevel.Most)
        {
            throw pool.Wrong("acrLevels", $"lists {names.Count} levels: Cognito has {AcrLevel.Most}, weakest first; null switches step-up off.");
        }

        if (names.FirstOrDefault(name => name.Length > 64 || !Scopes.IsName(name)) is { } name)
        {
            throw pool.Wrong("acrLevels", $"'{name}' must be at most 64 characters of printable ASCII without spaces, quotes or backslashes.");
        }

        return new SupportedAcrLevels(names);
    }
}
