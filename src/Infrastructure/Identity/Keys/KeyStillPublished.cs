using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Keys;

/// <summary>An acceptance ends with the key that signed the token.</summary>
internal sealed class KeyStillPublished(JwksCache keys, PublishedKey key, string algorithm) : ITrust
{
    public bool Holds => keys.Publishes(key, algorithm);
}
