using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;
using Modular.Application.Identity;

namespace Modular.Infrastructure.Identity.Cognito;

/// <summary>Checks access tokens of one Amazon Cognito user pool, offline but for its keys.</summary>
internal sealed class CognitoProvider(
    PoolTokenRules rules, FrozenDictionary<string, KeySource> keysByIssuer, ProviderDescription description, TimeProvider time)
    : IIdentityProvider
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public string Name => description.Name;

    public IReadOnlyCollection<string> Issuers => keysByIssuer.Keys;

    public ProviderDescription Description => description;

    public bool IsReady => keysByIssuer.Values.Any(keys => keys.HasKeys);

    public async ValueTask<TokenVerdict> ValidateAsync(Jwt token, CancellationToken cancellationToken)
    {
        if (token.Algorithm != SecurityAlgorithms.RsaSha256)
        {
            return new TokenVerdict.Rejected(RejectionReason.BadSignature, "alg is not RS256");
        }

        if (string.IsNullOrEmpty(token.KeyId))
        {
            return new TokenVerdict.Rejected(RejectionReason.UnknownKey, "the header has no kid");
        }

        // Everything that can be told offline comes before the key: a token that fails here causes no fetch.
        var verdict = rules.Check(token, time.GetUtcNow());
        if (verdict is not TokenVerdict.Accepted)
        {
            return verdict;
        }

        token.Claims.TryGetString("iss", out var issuer);
        var keys = keysByIssuer[issuer!];
        return await keys.FindAsync(token.KeyId, cancellationToken) switch
        {
            KeyAnswer.Found found when token.IsSignedWith(found.Key, SecurityAlgorithms.RsaSha256) => verdict,
            KeyAnswer.Found => new TokenVerdict.Rejected(RejectionReason.BadSignature, "the signature does not fit the key"),
            KeyAnswer.Unknown => new TokenVerdict.Rejected(RejectionReason.UnknownKey, "the pool does not publish this kid"),
            KeyAnswer.Absent when IsUnusedForm(keys) =>
                new TokenVerdict.Rejected(RejectionReason.WrongIssuer, "the pool does not use this form of issuer"),
            KeyAnswer.Unavailable unavailable => new TokenVerdict.Undecided(RetryAfter, unavailable.Detail),
            _ => new TokenVerdict.Undecided(RetryAfter, "there is no key set at the configured address"),
        };
    }

    public Task WarmUpAsync(CancellationToken cancellationToken) =>
        keysByIssuer[rules.CanonicalIssuer].WarmUpAsync(cancellationToken);

    // AWS answers 403 or 404 for the form of issuer that a pool does not use. So may anything between us and AWS: only when the
    // pool's other form has keys, and this one never had any, does the answer say something about the pool.
    private bool IsUnusedForm(KeySource keys) =>
        !keys.HasKeys && keysByIssuer.Values.Any(other => other != keys && other.HasKeys);
}
