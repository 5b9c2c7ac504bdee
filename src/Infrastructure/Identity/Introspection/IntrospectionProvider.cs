using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Introspection;

/// <summary>Asks the provider about each token, and checks the answer by the same rules as the claims of any other token.</summary>
internal sealed class IntrospectionProvider(
    TokenRules rules, StandardProviderIssuers issuers, IntrospectionEndpoint endpoint, TimeSpan goodFor, ProviderDescription description, TimeProvider time)
    : IIdentityProvider
{
    // RFC 7662 section 2.2 leaves the values to RFC 6749 section 7.1 and to RFC 8693 section 3. DPoP is bound to a key.
    private static readonly string[] AccessTokenTypes = ["Bearer", "access_token", "urn:ietf:params:oauth:token-type:access_token"];

    private volatile bool _answers;

    public string Name => rules.Provider;

    public IReadOnlyCollection<string> Issuers => issuers.All;

    public bool TakesOpaqueTokens => true;

    public ProviderDescription Description => description;

    // Nothing is needed ahead of a token; but that the endpoint answers is known only from asking it.
    public bool IsReady => _answers;

    public TimeSpan? RefreshAfter => TimeSpan.FromSeconds(30);

    /// <summary>Asks about a random token: the answer shows that the endpoint works, and that it accepts this client.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    public async ValueTask<ProviderAnswer> ValidateAsync(PresentedToken token, TokenTrace? trace, CancellationToken cancellationToken)
    {
        if (token.Jwt is not null && issuers.Refuse(token.Issuer, trace) is { } foreign)
        {
            return foreign;
        }

        var asked = time.GetUtcNow();
        var (claims, problem, retryAfter) = await AskAsync(token.Text, cancellationToken);
        trace?.Add("introspection", claims is not null, "an answer (RFC 7662 section 2.2)", problem ?? "an answer");
        if (claims is not { } said)
        {
            return ProviderAnswer.Undecided(retryAfter, problem!);
        }

        if (Refuse(said, trace) is { } refusal)
        {
            return refusal;
        }

        var verdict = rules.Check(said, token.Jwt?.Type, time.GetUtcNow(), trace, endIfUnsaid: asked + goodFor);
        return verdict is TokenVerdict.Accepted accepted
            ? new ProviderAnswer(verdict, Earlier(rules.EndOf(accepted.Caller), asked + goodFor))
            : new ProviderAnswer(verdict);
    }

    private async Task<IntrospectionAnswer> AskAsync(string token, CancellationToken cancellationToken)
    {
        var answer = await endpoint.AskAsync(token, cancellationToken);
        _answers = answer.Claims is not null;
        return answer;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private ProviderAnswer? Refuse(JsonElement said, TokenTrace? trace)
    {
        var isActive = said.TryGetProperty("active", out var active) && active.ValueKind == JsonValueKind.True;
        trace?.Add("active", isActive, "true", isActive ? "true" : "false");
        if (!isActive)
        {
            return ProviderAnswer.Rejected(RejectionReason.Revoked, "the provider says that the token is not active");
        }

        if (!said.TryGetString("iss", out var issuer) || !said.TryGetString("token_type", out var type))
        {
            return ProviderAnswer.Rejected(RejectionReason.Malformed, "iss or token_type is not a string");
        }

        var isOurs = issuer is null || issuer == issuers.OfAccessTokens;
        trace?.Add("iss", isOurs, $"{issuers.OfAccessTokens}, or absent", issuer ?? "absent");
        if (!isOurs)
        {
            return ProviderAnswer.Rejected(RejectionReason.WrongIssuer, "the provider says that the token is another issuer's");
        }

        var isAccessToken = type is null || AccessTokenTypes.Contains(type, StringComparer.OrdinalIgnoreCase);
        trace?.Add("token_type", isAccessToken, "Bearer, access_token, or absent", type ?? "absent");
        return isAccessToken ? null : ProviderAnswer.Rejected(RejectionReason.WrongUse, "the provider says that it is no access token");
    }
}
