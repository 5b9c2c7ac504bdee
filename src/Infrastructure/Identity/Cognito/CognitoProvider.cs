using System.Collections.Frozen;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Keys;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Cognito;

/// <summary>Checks access tokens of one Amazon Cognito user pool: offline but for its keys, and online too where that is configured.</summary>
internal sealed class CognitoProvider(
    JwtVerifier verifier, string canonicalIssuer, FrozenDictionary<string, JwksCache> keysByIssuer, UserInfoCheck? online, ProviderDescription description)
    : IIdentityProvider
{
    public string Name => description.Name;

    public IReadOnlyCollection<string> Issuers => keysByIssuer.Keys;

    public ProviderDescription Description => description;

    public bool IsReady => keysByIssuer.Values.Any(keys => keys.HasKeys);

    public TimeSpan? KeysAge => keysByIssuer.Values.Max(keys => keys.Age);

    public TimeSpan? RefreshAfter => keysByIssuer[canonicalIssuer].RefreshAfter;

    public async ValueTask<ProviderAnswer> ValidateAsync(PresentedToken token, TokenTrace? trace, CancellationToken cancellationToken)
    {
        var keys = keysByIssuer[token.Issuer!];
        var answer = await verifier.VerifyAsync(token.Jwt!, keys, () => IsUnusedForm(keys), trace, cancellationToken);
        return online is not null && answer.Verdict is TokenVerdict.Accepted { Caller.Kind: CallerKind.Person }
            ? await online.CheckAsync(token, answer, trace, cancellationToken)
            : answer;
    }

    // The forms of issuer that the pool does not use have no keys, and are not asked for.
    public Task RefreshAsync(CancellationToken cancellationToken) => Task.WhenAll(keysByIssuer.Values.Distinct()
        .Where(keys => keys.HasKeys || keys == keysByIssuer[canonicalIssuer])
        .Select(keys => keys.RefreshAsync(cancellationToken)));

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(keysByIssuer.Values.Distinct().Select(keys => keys.StopAsync(cancellationToken)));

    // AWS answers 403 or 404 for the form of issuer that a pool does not use. So may anything between us and AWS: only when the
    // pool's other form has keys, and this one never had any, does the answer say something about the pool.
    private bool IsUnusedForm(JwksCache keys) =>
        !keys.HadKeys && keysByIssuer.Values.Any(other => other != keys && other.HasKeys);
}
