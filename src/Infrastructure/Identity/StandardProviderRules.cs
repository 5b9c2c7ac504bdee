using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity;

/// <summary>The rules for a standard provider's access tokens: always with an audience of ours.</summary>
internal static class StandardProviderRules
{
    public static TokenRules Of(string provider, string issuer, StandardProviderOptions options, params TokenRule[] form) => new(
        provider,
        issuer,
        options,
        options.ScopePrefix ?? "",
        new ClaimNames(options.ClientIdClaim, ["scope", "scp", .. options.ScopeClaims], options.GroupsClaim),
        form,
        _ => AudienceOf([.. options.Audiences]));

    private static TokenRule AudienceOf(string[] ours) => new(
        "aud",
        RejectionReason.WrongAudience,
        "aud is none of Audiences",
        (facts, _) => facts.Audiences.Intersect(ours, StringComparer.Ordinal).Any(),
        _ => string.Join(" or ", ours),
        facts => facts.HasAudience ? string.Join(", ", facts.Audiences) : null);
}
