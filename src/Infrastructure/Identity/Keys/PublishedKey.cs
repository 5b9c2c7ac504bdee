using Microsoft.IdentityModel.Tokens;

namespace Modular.Infrastructure.Identity.Keys;

/// <summary>A public key as its provider publishes it (RFC 7517).</summary>
/// <param name="Kid">The name by which tokens call it.</param>
/// <param name="Key">The key.</param>
/// <param name="Algorithms">The algorithms that this key can check.</param>
/// <param name="Material">The public key itself, to tell whether another set has the same under this name.</param>
internal sealed record PublishedKey(string Kid, SecurityKey Key, IReadOnlyList<string> Algorithms, string Material)
{
    /// <summary>Whether the key may check a signature of this algorithm: the one that it was published for, or any of its type.</summary>
    public bool Fits(string algorithm) => Algorithms.Contains(algorithm, StringComparer.Ordinal);
}
