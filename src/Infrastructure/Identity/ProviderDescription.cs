namespace Modular.Infrastructure.Identity;

/// <summary>What clients need to know to get a token from a provider.</summary>
/// <param name="Name">The name in the configuration.</param>
/// <param name="Issuer">The canonical issuer.</param>
/// <param name="ScopePrefix">What stands before a permission's name in the provider's scopes; may be empty.</param>
/// <param name="AuthorizationEndpoint">Where people sign in (RFC 6749 section 3.1), if known.</param>
/// <param name="TokenEndpoint">Where tokens come from (RFC 6749 section 3.2), if known.</param>
public sealed record ProviderDescription(
    string Name, string Issuer, string ScopePrefix, Uri? AuthorizationEndpoint, Uri? TokenEndpoint);
