namespace Modular.LocalCognito.Pool;

/// <summary>Names that attributes of people may not take, because tokens carry the pool's own value under them.</summary>
internal static class ReservedClaims
{
    private static readonly string[] Names =
    [
        "sub", "aud", "iss", "exp", "iat", "nbf", "jti", "origin_jti", "event_id", "auth_time", "nonce", "at_hash", "acr", "amr", "azp",
        "token_use", "client_id", "scope", "version", "username", "cnf",
    ];

    public static bool Contains(string name) =>
        Names.Contains(name, StringComparer.Ordinal) || name.StartsWith("cognito:", StringComparison.Ordinal);
}
