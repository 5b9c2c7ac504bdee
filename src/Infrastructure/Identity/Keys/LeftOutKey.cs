namespace Modular.Infrastructure.Identity.Keys;

/// <summary>A key of a JWKS that is not used, and why.</summary>
/// <param name="Kid">Its <c>kid</c>, bounded and printable, for a log line.</param>
/// <param name="Why">The reason, as a sentence about "it".</param>
/// <param name="IsOdd">Whether the provider has to repair it. False for a key that has another purpose, like encryption.</param>
internal sealed record LeftOutKey(string Kid, string Why, bool IsOdd = true);
