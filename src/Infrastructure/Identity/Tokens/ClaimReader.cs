using System.Text.Json;

namespace Modular.Infrastructure.Identity.Tokens;

/// <summary>Reads claims one after another, and remembers the first that is of the wrong type.</summary>
internal sealed class ClaimReader(JsonElement claims)
{
    /// <summary>The name of the first claim of the wrong type; null while there is none.</summary>
    public string? Wrong { get; private set; }

    /// <summary>A string, or null.</summary>
    public string? Text(string name)
    {
        Note(claims.TryGetString(name, out var value), name);
        return value;
    }

    /// <summary>A list of strings, or a single one.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        Note(claims.TryGetStrings(name, out var values), name);
        return values;
    }

    /// <summary>As <see cref="Texts"/>: the claim of exactly this name, else along its dots, as in <c>realm_access.roles</c>.</summary>
    public IReadOnlyList<string> TextsAt(string name)
    {
        if (claims.Has(name))
        {
            return Texts(name);
        }

        var (within, parts) = (claims, name.Split('.'));
        foreach (var part in parts.SkipLast(1))
        {
            within = within.ValueKind == JsonValueKind.Object && within.TryGetProperty(part, out var inner) ? inner : default;
        }

        if (within.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        Note(within.TryGetStrings(parts[^1], out var values), name);
        return values;
    }

    /// <summary>A NumericDate (RFC 7519 section 2), or null.</summary>
    public DateTimeOffset? Instant(string name)
    {
        Note(claims.TryGetInstant(name, out var value), name);
        return value;
    }

    private void Note(bool isRight, string name) => Wrong ??= isRight ? null : name;
}
