namespace Modular.Infrastructure.Identity.Fake;

/// <summary>
/// A provider without a provider: accepts tokens signed with a shared key, for tests and development. The claims are a user
/// pool's, and so are the rules. Refused outside Development and Testing, and beyond loopback.
/// </summary>
public sealed class FakeOptions : UserPoolOptions
{
    /// <summary>The shortest key, in bytes: as long as the hash of HS256 (RFC 7518 section 3.2).</summary>
    public const int MinKeyBytes = 32;

    /// <summary>The issuer of the tokens. Default: <c>https://fake.invalid</c>, a name that never resolves (RFC 6761).</summary>
    public string Issuer { get; set; } = "https://fake.invalid";

    /// <summary>The key for HS256, base64, 32 bytes or more. Random if absent.</summary>
    public string? Key { get; set; }
}
