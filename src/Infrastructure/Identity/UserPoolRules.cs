using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity;

/// <summary>The rules for a user pool's access tokens: no <c>typ</c>, a <c>token_use</c>, and an <c>aud</c> in one of three states.</summary>
internal static class UserPoolRules
{
    private static readonly ClaimNames Names = new("client_id", ["scope"], "cognito:groups", "username");

    private static readonly TokenRule Use = new(
        "token_use",
        RejectionReason.WrongUse,
        "token_use is not access",
        (facts, _) => facts.Use == "access",
        _ => "access",
        facts => facts.Use);

    public static TokenRules Of(string provider, string canonicalIssuer, UserPoolOptions options) => new(
        provider, canonicalIssuer, options, options.ResourceServer + "/", Names, [Use], rules => AudienceOf(rules, options.Audience));

    // Cognito leaves aud out, sets the bound resource (RFC 8707), or a trigger of the pool sets the client id. Resources are bound for
    // people only.
    private static TokenRule AudienceOf(TokenRules rules, string? audience) => new(
        "aud",
        RejectionReason.WrongAudience,
        "aud is not this resource server's",
        (facts, _) => audience is not null && (rules.KindOf(facts.ClientId) == CallerKind.Person || facts.HasAudience)
            ? Has(facts, audience) || (rules.KindOf(facts.ClientId) == CallerKind.Machine && Has(facts, facts.ClientId))
            : !facts.HasAudience || Has(facts, facts.ClientId),
        _ => audience is null ? "absent, or the token's own client" : $"{audience} (a machine's: absent, or its own client, too)",
        facts => facts.HasAudience ? string.Join(", ", facts.Audiences) : null);

    private static bool Has(TokenClaims facts, string? audience) => facts.Audiences.Contains(audience, StringComparer.Ordinal);
}
