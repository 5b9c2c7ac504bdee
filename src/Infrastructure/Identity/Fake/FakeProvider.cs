using Microsoft.IdentityModel.Tokens;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Fake;

/// <summary>Checks tokens signed with the shared key by the rules of a user pool, without any network.</summary>
internal sealed class FakeProvider(TokenRules rules, SymmetricSecurityKey key, TimeProvider time) : IIdentityProvider
{
    public string Name => rules.Provider;

    public IReadOnlyCollection<string> Issuers => [rules.CanonicalIssuer];

    public ProviderDescription Description => new(rules.Provider, rules.CanonicalIssuer, rules.ScopePrefix, null, null);

    public bool IsReady => true;

    public TimeSpan? RefreshAfter => null;

    public ValueTask<ProviderAnswer> ValidateAsync(PresentedToken token, TokenTrace? trace, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Validate(token.Jwt!, trace));

    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private ProviderAnswer Validate(Jwt token, TokenTrace? trace)
    {
        var isAllowed = token.Algorithm == SecurityAlgorithms.HmacSha256;
        trace?.Add("alg", isAllowed, SecurityAlgorithms.HmacSha256, token.Algorithm);
        if (!isAllowed)
        {
            return ProviderAnswer.Rejected(RejectionReason.WrongAlgorithm, "alg is not HS256");
        }

        var isKnown = token.KeyId is null or FakeTokens.KeyId;
        trace?.Add("kid", isKnown, $"{FakeTokens.KeyId}, or absent", token.KeyId ?? "absent");
        if (!isKnown)
        {
            return ProviderAnswer.Rejected(RejectionReason.UnknownKey, "kid is not the shared key's");
        }

        var verdict = rules.Check(token.Claims, token.Type, time.GetUtcNow(), trace);
        if (verdict is not TokenVerdict.Accepted accepted)
        {
            return new ProviderAnswer(verdict);
        }

        var isSigned = token.IsSignedWith(key, SecurityAlgorithms.HmacSha256);
        trace?.Add("signature", isSigned, "made with the shared key", isSigned ? "it is" : "it is not");
        return isSigned
            ? new ProviderAnswer(accepted, rules.EndOf(accepted.Caller))
            : ProviderAnswer.Rejected(RejectionReason.BadSignature, "the signature does not fit the key");
    }
}
