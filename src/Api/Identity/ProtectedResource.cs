using System.Text.Json.Serialization;

namespace Modular.Api.Identity;

/// <summary>The metadata that a client needs to get an access token for this server (RFC 9728 section 2).</summary>
/// <param name="Resource">This server's identifier, its address.</param>
/// <param name="ResourceName">Its name, for people.</param>
/// <param name="AuthorizationServers">The issuers whose tokens it takes.</param>
/// <param name="ScopesSupported">The scopes of its permissions, as each of the issuers writes them.</param>
/// <param name="BearerMethodsSupported">Where a token may stand: in the header alone.</param>
/// <param name="ResourceDocumentation">The address of its documentation.</param>
internal sealed record ProtectedResource(
    [property: JsonPropertyName("resource")] string Resource,
    [property: JsonPropertyName("resource_name")] string ResourceName,
    [property: JsonPropertyName("authorization_servers")] IReadOnlyList<string> AuthorizationServers,
    [property: JsonPropertyName("scopes_supported")] IReadOnlyList<string> ScopesSupported,
    [property: JsonPropertyName("bearer_methods_supported")] IReadOnlyList<string> BearerMethodsSupported,
    [property: JsonPropertyName("resource_documentation")] string ResourceDocumentation);
