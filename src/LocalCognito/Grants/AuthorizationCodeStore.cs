using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Grants;

/// <summary>Codes live five minutes, and are known by their digests. Redeemed ones are kept until then, so that a second use is noticed.</summary>
internal sealed class AuthorizationCodeStore(UserPool pool, UserStates people, Persistence persistence, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ExpiringStore<AuthorizationCode> _store = new(
        time,
        capacity: 10_000,
        persistence.Open<AuthorizationCode, CodeRecord>(
            "codes", GrantsJson.Default.StoredRecordCodeRecord, code => code.Record(), record => AuthorizationCode.From(record, pool)));

    public string Issue(SignInGrant grant, string redirectUri, string? codeChallenge)
    {
        people.Began(grant);
        var code = Handle.New();
        _store.Add(Handle.Digest(code), new AuthorizationCode(grant, redirectUri, codeChallenge), time.GetUtcNow() + Lifetime);
        return code;
    }

    public AuthorizationCode? Find(string code) => _store.TryFind(Handle.Digest(code), out var found) ? found : null;

    /// <summary>True for exactly one caller.</summary>
    public bool TryRedeem(string handle, AuthorizationCode code)
    {
        if (!code.TryRedeem())
        {
            return false;
        }

        _store.Changed(Handle.Digest(handle));
        return true;
    }
}
