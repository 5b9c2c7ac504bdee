using System.Text.Json;

namespace Modular.Infrastructure.Identity.Tokens;

/// <summary>
/// Members of a JSON object by type: one of the wrong type is never taken for a missing one. A member that is null counts as absent, for
/// providers write both (RFC 7519 section 4, RFC 7517 section 4 and RFC 7662 section 2.2 know no member that means something by being null).
/// </summary>
internal static class JsonMembers
{
    // The year 9999, beyond which DateTimeOffset has no dates.
    private const double LastInstant = 253_402_300_799;

    /// <summary>Whether there is a member of this name, of any type.</summary>
    public static bool Has(this JsonElement claims, string name) => claims.TryGetPresent(name, out _);

    /// <summary>A string that may be absent.</summary>
    /// <returns>False when it is there and no string.</returns>
    public static bool TryGetString(this JsonElement claims, string name, out string? value)
    {
        value = null;
        if (!claims.TryGetPresent(name, out var element))
        {
            return true;
        }

        if (element.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            value = element.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair: valid JSON, no valid text.
            return false;
        }
    }

    /// <summary>A list of strings, or a single one, that may be absent.</summary>
    /// <returns>False when it is there and neither.</returns>
    public static bool TryGetStrings(this JsonElement claims, string name, out IReadOnlyList<string> values)
    {
        values = [];
        if (!claims.TryGetPresent(name, out var element))
        {
            return true;
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            var single = claims.TryGetString(name, out var value);
            values = value is null ? [] : [value];
            return single;
        }

        if (element.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            return false;
        }

        try
        {
            values = [.. element.EnumerateArray().Select(item => item.GetString()!)];
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A NumericDate (RFC 7519 section 2) that may be absent.</summary>
    /// <returns>False when it is there and not a finite number of seconds within the calendar.</returns>
    public static bool TryGetInstant(this JsonElement claims, string name, out DateTimeOffset? value)
    {
        value = null;
        if (!claims.TryGetPresent(name, out var element))
        {
            return true;
        }

        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out var seconds) || seconds is not (>= 0 and <= LastInstant))
        {
            return false;
        }

        value = DateTimeOffset.UnixEpoch.AddSeconds(Math.Floor(seconds));
        return true;
    }
    private static bool TryGetPresent(this JsonElement claims, string name, out JsonElement element) =>
        claims.TryGetProperty(name, out element) && element.ValueKind != JsonValueKind.Null;
}
