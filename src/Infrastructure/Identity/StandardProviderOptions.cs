namespace Modular.Infrastructure.Identity;

/// <summary>The options with which the access tokens of a standard provider (RFC 9068, RFC 7662) are checked.</summary>
public abstract class StandardProviderOptions : ProviderOptions
{
    /// <summary>
    /// Our names as a resource, in each spelling that the provider uses (<c>api://orders</c> and the application's id): each token must be meant
    /// for one of them (<c>aud</c>). At least one.
    /// </summary>
    public IList<string> Audiences { get; } = [];

    /// <summary>The prefix of a permission's name in the provider's scopes, like <c>modular/</c>. Default: nothing.</summary>
    public string? ScopePrefix { get; set; }

    /// <summary>
    /// Claims that hold permissions beside <c>scope</c> and <c>scp</c>, like <c>roles</c> (Microsoft Entra ID, for applications) or
    /// <c>permissions</c> (Auth0). Default: none.
    /// </summary>
    public IList<string> ScopeClaims { get; } = [];

    /// <summary>
    /// The <c>iss</c> of access tokens, if it differs from that of the provider's metadata (AD FS, Microsoft Entra ID version 1). Other
    /// tokens are then refused, and customers stay linked to the provider's own issuer. It is only compared, so it may be any text. Default: the
    /// provider's own issuer.
    /// </summary>
    public string? AccessTokenIssuer { get; set; }

    /// <summary>
    /// The claim that holds a person's groups or roles, like <c>groups</c> or <c>realm_access.roles</c>. Default: none, and so no person is staff.
    /// </summary>
    public string? GroupsClaim { get; set; }

    /// <summary>The claim that holds the client's id. Default: <c>client_id</c> (RFC 9068 section 2.2); elsewhere <c>azp</c> or <c>cid</c>.</summary>
    public string ClientIdClaim { get; set; } = "client_id";

    /// <inheritdoc />
    internal override bool OtherClientsArePeoples => true;
}
