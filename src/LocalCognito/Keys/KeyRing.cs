namespace Modular.LocalCognito.Keys;

/// <summary>The pool's signing keys: for each use one that signs, and the older ones that are still published.</summary>
internal sealed class KeyRing
{
    private readonly Lock _rotating = new();
    private readonly Func<SigningKey> _newKey;
    private readonly JwksFile _file;
    private volatile PublishedKeys _published;

    private KeyRing(Func<SigningKey> newKey, JwksFile file, PublishedKeys published) => (_newKey, _file, _published) = (newKey, file, published);

    /// <summary>The keys of an earlier run, or fresh ones.</summary>
    /// <param name="newKey">Where key pairs come from.</param>
    /// <param name="file">Where they are kept.</param>
    /// <param name="firstKeys">The keys that are being made, if it is known that no earlier run left any.</param>
    public static async Task<KeyRing> CreateAsync(Func<SigningKey> newKey, JwksFile file, FirstKeys? firstKeys)
    {
        if (file.Read() is { } kept)
        {
            return new KeyRing(newKey, file, kept);
        }

        var published = await (firstKeys ?? FirstKeys.Start(newKey)).WhenMadeAsync();
        file.Write(published);
        return new KeyRing(newKey, file, published);
    }

    /// <summary>A key that no key set ever holds.</summary>
    public SigningKey CreateUnpublished() => _newKey();

    public SigningKey Current(KeyUse use) => _published.Of(use)[0];

    /// <summary>The one that was retired last; null when none was.</summary>
    public SigningKey? Retired(KeyUse use) => _published.Retired(use);

    public SigningKey? Find(KeyUse use, string kid) =>
        _published.Of(use).FirstOrDefault(key => string.Equals(key.Kid, kid, StringComparison.Ordinal));

    /// <summary>Every published key, the signing ones first.</summary>
    public IEnumerable<SigningKey> All()
    {
        var published = _published;
        return [published.Access[0], published.Id[0], .. published.Access.Skip(1), .. published.Id.Skip(1)];
    }

    public void Rotate(KeyUse use, bool retireOld)
    {
        var next = _newKey();
        lock (_rotating)
        {
            var published = _published.With(use, next, retireOld);
            // Before anything is signed with it, or a token could outlive its key.
            _file.Write(published);
            _published = published;
        }
    }
}
