namespace Modular.Infrastructure.Identity.Oidc;

/// <summary>Any provider with OpenID Connect discovery whose access tokens are signed JSON Web Tokens (RFC 9068).</summary>
public sealed class OidcOptions : StandardProviderOptions
{
    /// <summary>
    /// The provider's issuer character by character, as its tokens and its <c>/.well-known/openid-configuration</c> have it (OpenID Connect
    /// Discovery 1.0, section 4.3). Keys come from where the latter says.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>
    /// The signature algorithms that may be used, of RS, PS and ES with 256, 384 and 512. Default: all of them; each key checks only those of
    /// its own type.
    /// </summary>
    public IList<string> Algorithms { get; } = [];

    /// <summary>
    /// Whether the header's <c>typ</c> must be <c>at+jwt</c> (RFC 9068 section 4). Default: true. Where it is false, any of the provider's
    /// tokens with our audience is taken for an access token: it must then issue no ID tokens with it.
    /// </summary>
    public bool RequireAccessTokenType { get; set; } = true;

    /// <summary>
    /// How long the last good keys serve when no newer ones can be fetched, in minutes, 10 to 10,080 (a week). Past it every token is
    /// undecided. Default: 240.
    /// </summary>
    public int KeysMaxAgeMinutes { get; set; } = 240;
}
