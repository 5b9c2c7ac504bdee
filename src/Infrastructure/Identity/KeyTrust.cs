namespace Modular.Infrastructure.Identity;

/// <summary>An acceptance ends with the key that signed the token.</summary>
internal sealed class KeyTrust(KeySource keys, PublishedKey key, string algorithm) : ITrust
{
    public bool Holds => keys.Publishes(key, algorithm);
}
