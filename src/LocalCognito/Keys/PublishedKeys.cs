using System.Collections.Immutable;

namespace Modular.LocalCognito.Keys;

/// <summary>The published keys of each use, the signing one first, and the one that signed last before it was retired.</summary>
internal sealed record PublishedKeys(
    ImmutableArray<SigningKey> Access, ImmutableArray<SigningKey> Id, SigningKey? RetiredAccess, SigningKey? RetiredId)
{
    // Rotation is a test's command, and a loop of it must not grow the key set without end.
    private const int Most = 100;

    public ImmutableArray<SigningKey> Of(KeyUse use) => use == KeyUse.Access ? Access : Id;

    public SigningKey? Retired(KeyUse use) => use == KeyUse.Access ? RetiredAccess : RetiredId;

    public PublishedKeys With(KeyUse use, SigningKey next, bool retireOld)
    {
        var old = Of(use);
        ImmutableArray<SigningKey> keys = [next, .. retireOld ? [] : old.Take(Most - 1)];
        var retired = retireOld ? old[0] : Retired(use);
        return use == KeyUse.Access
            ? this with { Access = keys, RetiredAccess = retired }
            : this with { Id = keys, RetiredId = retired };
    }
}
