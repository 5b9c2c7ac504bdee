using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Tokens;

/// <summary>Sign-ins whose tokens Cognito's own endpoints no longer accept. Who verifies tokens locally does so until they expire.</summary>
internal sealed class RevokedSignIns(TimeProvider clock)
{
    private readonly ExpiringStore<SignInGrant> _store = new(clock, capacity: 100_000);

    public void Add(SignInGrant grant)
    {
        var lifetimes = grant.Client.Lifetimes;
        var longest = lifetimes.Refresh + lifetimes.Access;
        _store.Add(grant.OriginJti, grant, clock.GetUtcNow() + longest);
    }

    public bool Contains(string originJti) => _store.TryFind(originJti, out _);
}
