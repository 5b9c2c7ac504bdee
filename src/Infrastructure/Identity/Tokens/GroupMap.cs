using System.Collections.Frozen;
using Modular.Application.Identity;

namespace Modular.Infrastructure.Identity.Tokens;

/// <summary>Translates a provider's groups into ours.</summary>
internal sealed class GroupMap
{
    private readonly FrozenDictionary<string, string> _oursByTheirs;

    /// <param name="theirsByOurs">Our group's name → the provider's.</param>
    public GroupMap(IEnumerable<KeyValuePair<string, string>> theirsByOurs) =>
        _oursByTheirs = theirsByOurs.ToFrozenDictionary(entry => entry.Value, entry => entry.Key, StringComparer.Ordinal);

    /// <summary>Our groups that exist.</summary>
    public static IReadOnlyList<string> Known { get; } = [Caller.StaffGroup];

    /// <summary>Our groups among the provider's <paramref name="theirs"/>, compared character by character.</summary>
    public IReadOnlyList<string> Ours(IReadOnlyList<string> theirs) => [.. theirs.Select(_oursByTheirs.GetValueOrDefault).OfType<string>()];
}
