using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Grants;

/// <summary>Sign-ins whose refresh token was revoked, by their <c>origin_jti</c>.</summary>
internal sealed class RevokedSignIns(Persistence persistence, TimeProvider time)
{
    private readonly ExpiringStore<string> _store = new(
        time,
        capacity: 100_000,
        persistence.Open<string, string>("revoked", GrantsJson.Default.StoredRecordString, origin => origin, origin => origin));

    public void Add(SignInGrant grant)
    {
        var lifetimes = grant.Client.Lifetimes;
        var longest = lifetimes.Refresh + lifetimes.Access;
        _store.Add(grant.OriginJti, grant.OriginJti, time.GetUtcNow() + longest);
    }

    public bool Contains(string originJti) => _store.TryFind(originJti, out _);
}
