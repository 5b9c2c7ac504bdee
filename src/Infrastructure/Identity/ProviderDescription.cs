namespace Modular.Infrastructure.Identity;

/// <summary>The description of a provider for clients that want to get a token.</summary>
/// <param name="Name">The name in the configuration.</param>
/// <param name="Issuer">The canonical issuer.</param>
/// <param name="ScopePrefix">The prefix of a permission's name in the provider's scopes; may be empty.</param>
/// <param name="AuthorizationEndpoint">Where people sign in (RFC 6749 section 3.1), if known.</param>
/// <param name="TokenEndpoint">Where tokens come from (RFC 6749 section 3.2), if known.</param>
public sealed record ProviderDescription(
    string Name, string Issuer, string ScopePrefix, Uri? AuthorizationEndpoint, Uri? TokenEndpoint);
