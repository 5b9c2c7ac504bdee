using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Keys;

/// <summary>Checks a provider's signed tokens: first everything that can be told offline, then the key, then the signature.</summary>
/// <param name="rules">The rules for the claims.</param>
/// <param name="algorithms">The algorithms that may be used: decided here, never by a token.</param>
/// <param name="time">The clock.</param>
internal sealed class JwtVerifier(TokenRules rules, IReadOnlyList<string> algorithms, TimeProvider time)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>Checks <paramref name="token"/>.</summary>
    /// <param name="token">The token.</param>
    /// <param name="keys">The keys of its issuer.</param>
    /// <param name="absenceIsFinal">Whether a missing key set means that the provider does not use this issuer, rather than that its keys cannot be had now.</param>
    /// <param name="trace">Takes down each check.</param>
    /// <param name="cancellationToken">Ends the wait for the keys.</param>
    public async ValueTask<ProviderAnswer> VerifyAsync(
        Jwt token, JwksCache keys, Func<bool> absenceIsFinal, TokenTrace? trace, CancellationToken cancellationToken)
    {
        var isAllowed = algorithms.Contains(token.Algorithm, StringComparer.Ordinal);
        trace?.Add("alg", isAllowed, string.Join(" or ", algorithms), token.Algorithm);
        trace?.Add("kid", !string.IsNullOrEmpty(token.KeyId), "present", token.KeyId ?? "absent");
        ProviderAnswer? refusal =
            !isAllowed ? ProviderAnswer.Rejected(RejectionReason.WrongAlgorithm, "alg is not one of those that are allowed")
            : string.IsNullOrEmpty(token.KeyId) ? ProviderAnswer.Rejected(RejectionReason.UnknownKey, "the header has no kid")
            : null;
        if (refusal is not null && trace is null)
        {
            return refusal.Value;
        }

        // Everything that can be told offline comes before the key: a token that fails here causes no fetch.
        var verdict = rules.Check(token.Claims, token.Type, time.GetUtcNow(), trace);
        if (refusal is not null)
        {
            return refusal.Value;
        }

        return verdict is TokenVerdict.Accepted accepted
            ? await VerifySignatureAsync(token, accepted, keys, absenceIsFinal, trace, cancellationToken)
            : new ProviderAnswer(verdict);
    }

    private async ValueTask<ProviderAnswer> VerifySignatureAsync(
        Jwt token, TokenVerdict.Accepted accepted, JwksCache keys, Func<bool> absenceIsFinal, TokenTrace? trace, CancellationToken cancellationToken)
    {
        var answer = await keys.FindAsync(token.KeyId!, token.Algorithm, cancellationToken);
        trace?.Add("key", answer is KeyAnswer.Found, "the provider publishes a key of this kid", answer switch
        {
            KeyAnswer.Found => "it does",
            KeyAnswer.Unfit => "it does, for other algorithms",
            KeyAnswer.Ambiguous => "it publishes different keys of this kid for the same algorithm",
            KeyAnswer.Unknown => "it does not",
            KeyAnswer.Unavailable unavailable => unavailable.Detail,
            _ => "there is no key set at the configured address",
        });
        switch (answer)
        {
            case KeyAnswer.Found { Key: var key }:
                var isSigned = token.IsSignedWith(key.Key, token.Algorithm);
                trace?.Add("signature", isSigned, "made with that key", isSigned ? "it is" : "it is not");
                return isSigned
                    ? new ProviderAnswer(accepted, rules.EndOf(accepted.Caller), new KeyStillPublished(keys, key, token.Algorithm))
                    : ProviderAnswer.Rejected(RejectionReason.BadSignature, "the signature does not fit the key");
            case KeyAnswer.Unfit:
                return ProviderAnswer.Rejected(RejectionReason.BadSignature, "the provider publishes the key of this kid for other algorithms");
            case KeyAnswer.Ambiguous:
                return ProviderAnswer.Rejected(RejectionReason.UnknownKey, "the provider publishes different keys of this kid for the same algorithm");
            case KeyAnswer.Unknown:
                return ProviderAnswer.Rejected(RejectionReason.UnknownKey, "the provider does not publish this kid");
            case KeyAnswer.Absent when absenceIsFinal():
                return ProviderAnswer.Rejected(RejectionReason.WrongIssuer, "the provider does not use this form of issuer");
            case KeyAnswer.Unavailable unavailable:
                return ProviderAnswer.Undecided(RetryAfter, unavailable.Detail);
            default:
                return ProviderAnswer.Undecided(RetryAfter, "there is no key set at the configured address");
        }
    }
}
