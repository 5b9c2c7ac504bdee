using System.Collections.Immutable;

namespace Modular.LocalCognito.Keys;

/// <summary>The pool's signing keys: for each use one that signs, and the older ones that are still published.</summary>
internal sealed class KeyRing
{
    // Rotation is a test's command, and a loop of it must not grow the key set without end.
    private const int MostPublished = 100;

    private readonly Lock _rotating = new();
    private readonly Func<SigningKey> _newKey;
    private volatile Published _published;

    private KeyRing(Func<SigningKey> newKey, SigningKey access, SigningKey id) =>
        (_newKey, _published) = (newKey, new Published([access], [id]));

    /// <summary>Both keys at once: making them is most of the program's start.</summary>
    public static async Task<KeyRing> CreateAsync(Func<SigningKey> newKey)
    {
        var id = Task.Run(newKey);
        var access = newKey();
        return new KeyRing(newKey, access, await id);
    }

    /// <summary>A key that no key set ever holds.</summary>
    public SigningKey CreateUnpublished() => _newKey();

    public SigningKey Current(KeyUse use) => _published.Of(use)[0];

    public SigningKey? Find(KeyUse use, string kid) =>
        _published.Of(use).FirstOrDefault(key => string.Equals(key.Kid, kid, StringComparison.Ordinal));

    /// <summary>Every published key, the signing ones first.</summary>
    public IEnumerable<SigningKey> All()
    {
        var (access, id) = _published;
        return [access[0], id[0], .. access.Skip(1), .. id.Skip(1)];
    }

    public void Rotate(KeyUse use, bool retireOld)
    {
        var next = _newKey();
        lock (_rotating)
        {
            var older = retireOld ? [] : _published.Of(use).Take(MostPublished - 1);
            ImmutableArray<SigningKey> keys = [next, .. older];
            _published = use == KeyUse.Access ? _published with { Access = keys } : _published with { Id = keys };
        }
    }

    private sealed record Published(ImmutableArray<SigningKey> Access, ImmutableArray<SigningKey> Id)
    {
        public ImmutableArray<SigningKey> Of(KeyUse use) => use == KeyUse.Access ? Access : Id;
    }
}
