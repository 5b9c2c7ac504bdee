using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity;

/// <summary>The issuers of a standard provider: that to which customers are linked, and that which its access tokens name.</summary>
/// <param name="Canonical">The provider's own, as its metadata has it.</param>
/// <param name="OfAccessTokens">The <c>iss</c> of access tokens: mostly the same.</param>
internal sealed record StandardProviderIssuers(string Canonical, string OfAccessTokens)
{
    /// <summary>Both: neither may be another provider's.</summary>
    public IReadOnlyCollection<string> All { get; } = Canonical == OfAccessTokens ? [Canonical] : [Canonical, OfAccessTokens];

    public static StandardProviderIssuers Of(string canonical, StandardProviderOptions options) => new(canonical, options.AccessTokenIssuer ?? canonical);

    /// <summary>The refusal of a token that names the provider, and not as an access token does; null for one that does.</summary>
    public ProviderAnswer? Refuse(string? issuer, TokenTrace? trace)
    {
        if (issuer == OfAccessTokens)
        {
            return null;
        }

        trace?.Add("iss", passed: false, OfAccessTokens, issuer ?? "absent");
        return ProviderAnswer.Rejected(RejectionReason.WrongIssuer, "iss is not the issuer of this provider's access tokens");
    }
}
