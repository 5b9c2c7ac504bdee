using Modular.LocalCognito.Sessions;
using Modular.LocalCognito.Storage;
using Modular.LocalCognito.Tokens;

namespace Modular.LocalCognito.Authorize;

/// <summary>Codes live five minutes. Redeemed ones are kept until then, so that a second use is noticed.</summary>
internal sealed class AuthorizationCodes(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ExpiringStore<AuthorizationCode> _store = new(clock, capacity: 10_000);

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
        var code = Handle.New();
        _store.Add(code, new AuthorizationCode(grant, request.RedirectUri, request.CodeChallenge), clock.GetUtcNow() + Lifetime);
        return code;
    }

    public AuthorizationCode? Find(string code) => _store.TryFind(code, out var found) ? found : null;
}
