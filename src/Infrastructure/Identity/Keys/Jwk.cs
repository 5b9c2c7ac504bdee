using System.Text.Json;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Keys;

/// <summary>
/// Reads one JSON Web Key (RFC 7517 section 4). A key is used only for its stated purpose, and a faulty key leaves the
/// others of its set in use. Members that do not matter here (<c>x5c</c>, <c>x5t</c> and others) are not read.
/// </summary>
internal static class Jwk
{
    /// <summary>How much of a <c>kid</c> the log shows, in characters.</summary>
    public const int LongestLoggedKid = 64;

    // RFC 7518 sections 6.2.2, 6.3.2 and 6.4: with one of these, every reader of the key set can sign.
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    /// <summary>The key, or why it is left out.</summary>
    public static (PublishedKey? Key, LeftOutKey? LeftOut) Read(JsonElement entry)
    {
        try
        {
            return entry.ValueKind == JsonValueKind.Object
                ? ReadObject(entry)
                : (null, new LeftOutKey("(no kid)", "it is no JSON object"));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped, in a name: valid JSON, no valid text.
            return (null, new LeftOutKey("(no kid)", "the name of a member is no text"));
        }
    }

    private static (PublishedKey? Key, LeftOutKey? LeftOut) ReadObject(JsonElement entry)
    {
        if (!entry.TryGetString("kid", out var kid) || string.IsNullOrEmpty(kid))
        {
            return (null, new LeftOutKey("(no kid)", "its kid is missing, empty or no string"));
        }

        var name = kid.Printable(LongestLoggedKid);
        if (WhatIsWrong(entry) is { } wrong)
        {
            return (null, new LeftOutKey(name, wrong));
        }

        if (!entry.TryGetString("kty", out var type) || !entry.TryGetString("use", out var use) || !entry.TryGetString("alg", out var algorithm))
        {
            return (null, new LeftOutKey(name, "its kty, use or alg is no string"));
        }

        if (use is not (null or "sig"))
        {
            return (null, new LeftOutKey(name, "its use is not sig", IsOdd: false));
        }

        if (!entry.TryGetStrings("key_ops", out var operations))
        {
            return (null, new LeftOutKey(name, "its key_ops is no list of strings"));
        }

        if (entry.Has("key_ops") && !operations.Contains("verify", StringComparer.Ordinal))
        {
            return (null, new LeftOutKey(name, "its key_ops do not have verify", IsOdd: false));
        }

        var (key, why) = type switch
        {
            "RSA" => RsaJwk.Read(entry, kid),
            "EC" => EllipticCurveJwk.Read(entry, kid),
            _ => (null, null),
        };
        return key is null ? (null, new LeftOutKey(name, why ?? "its kty is neither RSA nor EC", IsOdd: why is not null || type is null))
            : algorithm is null ? (key, null)
            : key.Fits(algorithm) ? (key with { Algorithms = [algorithm] }, null)
            : (null, new LeftOutKey(name, "its alg is no signature algorithm of its kty and crv", IsOdd: false));
    }

    private static string? WhatIsWrong(JsonElement entry)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in entry.EnumerateObject())
        {
            if (!names.Add(member.Name))
            {
                return "a member stands in it twice";
            }
        }

        return PrivateMembers.Any(member => entry.Has(member))
            ? "it holds its private half, so every reader of the key set could sign with it"
            : null;
    }
}
