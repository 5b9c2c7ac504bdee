using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Tokens;

/// <summary>Sign-ins whose refresh token was revoked, by their <c>origin_jti</c>.</summary>
internal sealed class RevokedSignIns(Shelves shelves, TimeProvider clock)
{
    private readonly ExpiringStore<string> _store = new(
        clock,
        capacity: 100_000,
        shelves.Open<string, string>("revoked", StoredJson.Default.FiledString, origin => origin, origin => origin));

    public void Add(SignInGrant grant)
    {
        var lifetimes = grant.Client.Lifetimes;
        var longest = lifetimes.Refresh + lifetimes.Access;
        _store.Add(grant.OriginJti, grant.OriginJti, clock.GetUtcNow() + longest);
    }

    public bool Contains(string originJti) => _store.TryFind(originJti, out _);
}
