namespace Modular.Infrastructure.Identity.Introspection;

/// <summary>A provider that is asked about each token (RFC 7662), opaque or not.</summary>
public sealed class IntrospectionOptions : StandardProviderOptions
{
    /// <summary>The introspection endpoint.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The provider's issuer, character by character: customers are linked to it, and JSON Web Tokens that name it are this provider's.</summary>
    public string? Issuer { get; set; }

    /// <summary>Our client id at the endpoint.</summary>
    public string? ClientId { get; set; }

    /// <summary>Our secret there.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>
    /// How the two are sent (RFC 6749 section 2.3.1): <c>client_secret_basic</c>, each encoded as a form field, or <c>client_secret_post</c>, in
    /// the body, for providers that do not decode the former. Default: <c>client_secret_basic</c>.
    /// </summary>
    public string ClientAuthentication { get; set; } = IntrospectionCredentials.Basic;

    /// <summary>
    /// How long an answer is good, in seconds, 1 to 30, and never beyond the token's <c>exp</c>; a token without one ends with its
    /// answer (RFC 7662 section 2.2). Default: 30.
    /// </summary>
    public int AnswerSeconds { get; set; } = 30;
}
