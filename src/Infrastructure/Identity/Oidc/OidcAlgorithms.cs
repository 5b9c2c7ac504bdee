namespace Modular.Infrastructure.Identity.Oidc;

/// <summary>The signature algorithms with a public key that may be used (RFC 7518 section 3.1): never <c>none</c>, never a shared secret.</summary>
internal static class OidcAlgorithms
{
    public static IReadOnlyList<string> All { get; } =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
}
