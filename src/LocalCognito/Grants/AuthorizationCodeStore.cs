using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Sessions;
using Modular.LocalCognito.Storage;
using Modular.LocalCognito.Tokens;

namespace Modular.LocalCognito.Authorize;

/// <summary>Codes live five minutes, and are known by their digests. Redeemed ones are kept until then, so that a second use is noticed.</summary>
internal sealed class AuthorizationCodes(UserPool pool, PeopleStates people, Shelves shelves, TimeProvider clock, ILogger<AuthorizationCodes> log)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ExpiringStore<AuthorizationCode> _store = new(
        clock,
        capacity: 10_000,
        shelves.Open<AuthorizationCode, CodeRecord>(
            "codes", StoredJson.Default.FiledCodeRecord, code => code.Record(), record => AuthorizationCode.From(record, pool)));

    public string Issue(AuthorizeRequest request, Session session)
    {
        var grant = new SignInGrant(
            request.Client,
            session.User,
            request.Scopes,
            session.AuthTime,
            session.Level,
            Handle.NewId(),
            Handle.NewId(),
            request.Nonce,
            request.Resource);
        people.Began(grant);
        if (request.IsUnprotected)
            log.WithoutPkce(request.Client.Id);
        var code = Handle.New();
        _store.Add(Handle.Digest(code), new AuthorizationCode(grant, request.RedirectUri, request.CodeChallenge), clock.GetUtcNow() + Lifetime);
        return code;
    }

    public AuthorizationCode? Find(string code) => _store.TryFind(Handle.Digest(code), out var found) ? found : null;

    /// <summary>True for exactly one caller.</summary>
    public bool TryRedeem(string handle, AuthorizationCode code)
    {
        if (!code.TryRedeem())
            return false;
        _store.Changed(Handle.Digest(handle));
        return true;
    }
}
