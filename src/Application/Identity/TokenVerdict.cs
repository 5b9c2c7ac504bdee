namespace Modular.Application.Identity;

/// <summary>The answer of <see cref="ITokenValidator"/>: one of four, so that an outage can never look like a bad token.</summary>
public abstract record TokenVerdict
{
    private TokenVerdict()
    {
    }

    /// <summary>The token is good.</summary>
    /// <param name="Caller">The caller.</param>
    public sealed record Accepted(Caller Caller) : TokenVerdict;

    /// <summary>The token is bad: 401 <c>invalid_token</c>.</summary>
    /// <param name="Reason">Why, by name.</param>
    /// <param name="Detail">The expectation, for the log and for developers. Never repeats a claim of the token.</param>
    /// <param name="TokenId">
    /// The token's <c>jti</c>, unverified, by which the log and its bearer can speak of the same token; null when it has none that looks like
    /// an id.
    /// </param>
    public sealed record Rejected(RejectionReason Reason, string Detail, string? TokenId = null) : TokenVerdict;

    /// <summary>
    /// The token is good as far as can be told, and lacks a scope without which its provider cannot be asked about it: 403
    /// <c>insufficient_scope</c>.
    /// </summary>
    /// <param name="Scope">The scope, as the provider names it.</param>
    public sealed record Insufficient(string Scope) : TokenVerdict;

    /// <summary>The token cannot be checked now: 503, never 401.</summary>
    /// <param name="RetryAfter">When asking again makes sense, 1 second or more.</param>
    /// <param name="Detail">The missing answer, for the log.</param>
    public sealed record Undecided(TimeSpan RetryAfter, string Detail) : TokenVerdict;
}
