using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Keys;

/// <summary>
/// A provider's public signing keys (RFC 7517), by <c>kid</c> and algorithm. One name may stand for several keys as long as the algorithm
/// tells which is meant; a bad, odd or ambiguous key is left out, and harms no other.
/// </summary>
internal sealed class KeySet
{
    private static readonly JsonDocumentOptions AsPublished = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 1024 };

    private readonly FrozenDictionary<string, PublishedKey[]> _keys;

    private KeySet(IEnumerable<IGrouping<string, PublishedKey>> keys, IReadOnlyList<LeftOutKey> leftOut)
    {
        _keys = keys.ToFrozenDictionary(named => named.Key, named => named.ToArray(), StringComparer.Ordinal);
        LeftOut = leftOut;
    }

    /// <summary>How many keys there are.</summary>
    public int Count => _keys.Values.Sum(named => named.Length);

    /// <summary>The entries that are not used.</summary>
    public IReadOnlyList<LeftOutKey> LeftOut { get; }

    /// <summary>Whether all keys are RSA keys.</summary>
    public bool IsRsa => _keys.Values.All(named => named.All(key => key.Key is RsaSecurityKey));

    /// <summary>Reads a JWKS, or a single JWK.</summary>
    /// <param name="content">Untrusted bytes.</param>
    /// <param name="problem">Why there is no key set, when null is returned.</param>
    public static KeySet? Parse(ReadOnlyMemory<byte> content, out string problem)
    {
        try
        {
            using var document = JsonDocument.Parse(JsonText.AsUtf8(content), AsPublished);
            var root = document.RootElement;
            problem = "it is no JSON object with a list named keys";
            return root.ValueKind != JsonValueKind.Object ? null
                : root.EnumerateObject().Count(member => member.NameEquals("keys")) > 1 ? null
                : root.TryGetProperty("keys", out var list) ? list.ValueKind == JsonValueKind.Array ? Of(list.EnumerateArray(), out problem) : null
                : root.TryGetProperty("kty", out _) ? Of([root], out problem)
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            problem = "it is no JSON";
            return null;
        }
    }

    /// <summary>The key of exactly this <c>kid</c> that may check this algorithm, or the reason why there is none.</summary>
    public KeyAnswer Find(string kid, string algorithm)
    {
        if (!_keys.TryGetValue(kid, out var named))
        {
            return KeyAnswer.Unknown.Instance;
        }

        PublishedKey? found = null;
        foreach (var key in named)
        {
            if (key.Fits(algorithm))
            {
                if (found is not null)
                {
                    return KeyAnswer.Ambiguous.Instance;
                }

                found = key;
            }
        }

        return found is null ? KeyAnswer.Unfit.Instance : new KeyAnswer.Found(found);
    }

    /// <summary>Whether exactly this key still checks this algorithm under its name.</summary>
    public bool Publishes(PublishedKey key, string algorithm)
    {
        if (!_keys.TryGetValue(key.Kid, out var named))
        {
            return false;
        }

        // While the provider changes nothing, the set stays the same object, and with it the key.
        return (named.Length == 1 && ReferenceEquals(named[0], key))
            || (Find(key.Kid, algorithm) is KeyAnswer.Found { Key: var now } && string.Equals(now.Material, key.Material, StringComparison.Ordinal));
    }

    /// <summary>Whether the other set has the same keys for the same algorithms, and leaves out the same entries.</summary>
    public bool IsSameAs(KeySet other) =>
        _keys.Count == other._keys.Count
        && LeftOut.SequenceEqual(other.LeftOut)
        && _keys.All(named => other._keys.TryGetValue(named.Key, out var theirs)
            && named.Value.Select(Contents).SequenceEqual(theirs.Select(Contents), StringComparer.Ordinal));

    private static string Contents(PublishedKey key) => $"{string.Join(' ', key.Algorithms)} {key.Material}";

    private static KeySet? Of(IEnumerable<JsonElement> entries, out string problem)
    {
        var read = entries.Select(Jwk.Read).ToList();
        var keys = read.Select(entry => entry.Key).OfType<PublishedKey>()
            .GroupBy(key => (key.Kid, key.Material))
            .Select(Merge)
            .GroupBy(key => key.Kid, StringComparer.Ordinal)
            .ToList();
        var leftOut = read.Select(entry => entry.LeftOut).OfType<LeftOutKey>().Concat(keys.SelectMany(Ambiguities)).Distinct().ToList();
        problem = leftOut.Count == 0 ? "its list of keys is empty" : $"none of its keys can be used ({leftOut[0].Kid}: {leftOut[0].Why})";
        return keys.Count == 0 ? null : new KeySet(keys, leftOut);
    }

    // The same key, once for each algorithm or written twice, is one key.
    private static PublishedKey Merge(IEnumerable<PublishedKey> same)
    {
        var entries = same.ToList();
        return entries[0] with { Algorithms = [.. entries.SelectMany(key => key.Algorithms).Distinct(StringComparer.Ordinal)] };
    }

    private static IEnumerable<LeftOutKey> Ambiguities(IGrouping<string, PublishedKey> named) => named
        .SelectMany(key => key.Algorithms)
        .GroupBy(algorithm => algorithm, StringComparer.Ordinal)
        .Where(algorithm => algorithm.Skip(1).Any())
        .Select(algorithm => algorithm.Key)
        .Order(StringComparer.Ordinal)
        .ToList() is { Count: > 0 } algorithms
            ? [new LeftOutKey(named.Key.Printable(Jwk.LongestLoggedKid), $"different keys have this kid for {string.Join(", ", algorithms)}")]
            : [];
}
