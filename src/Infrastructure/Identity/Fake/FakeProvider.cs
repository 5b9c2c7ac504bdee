using Microsoft.IdentityModel.Tokens;
using Modular.Application.Identity;

namespace Modular.Infrastructure.Identity.Fake;

/// <summary>Checks tokens signed with the shared key by the rules of a user pool, without any network.</summary>
internal sealed class FakeProvider(PoolTokenRules rules, SymmetricSecurityKey key, TimeProvider time) : IIdentityProvider
{
    public string Name => rules.Provider;

    public IReadOnlyCollection<string> Issuers => [rules.CanonicalIssuer];

    public ProviderDescription Description => new(rules.Provider, rules.CanonicalIssuer, rules.ScopePrefix, null, null);

    public bool IsReady => true;

    public ValueTask<TokenVerdict> ValidateAsync(Jwt token, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Validate(token));

    public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private TokenVerdict Validate(Jwt token)
    {
        if (token.Algorithm != SecurityAlgorithms.HmacSha256)
        {
            return new TokenVerdict.Rejected(RejectionReason.BadSignature, "alg is not HS256");
        }

        if (token.KeyId is not null && token.KeyId != FakeTokens.KeyId)
        {
            return new TokenVerdict.Rejected(RejectionReason.UnknownKey, "kid is not the shared key's");
        }

        var verdict = rules.Check(token, time.GetUtcNow());
        return verdict is TokenVerdict.Accepted && !token.IsSignedWith(key, SecurityAlgorithms.HmacSha256)
            ? new TokenVerdict.Rejected(RejectionReason.BadSignature, "the signature does not fit the key")
            : verdict;
    }
}
