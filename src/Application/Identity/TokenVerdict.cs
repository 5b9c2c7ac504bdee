namespace Modular.Application.Identity;

/// <summary>The answer of <see cref="ITokenValidator"/>: one of three, so that an outage can never look like a bad token.</summary>
public abstract record TokenVerdict
{
    private TokenVerdict()
    {
    }

    /// <summary>The token is good.</summary>
    /// <param name="Caller">Who calls.</param>
    public sealed record Accepted(Caller Caller) : TokenVerdict;

    /// <summary>The token is bad: 401 <c>invalid_token</c>.</summary>
    /// <param name="Reason">Why, by name.</param>
    /// <param name="Detail">What was expected, for the log and for developers. Never repeats what the token says.</param>
    public sealed record Rejected(RejectionReason Reason, string Detail) : TokenVerdict;

    /// <summary>Nobody can tell now: 503, never 401.</summary>
    /// <param name="RetryAfter">When asking again makes sense, 1 second or more.</param>
    /// <param name="Detail">What is missing, for the log.</param>
    public sealed record Undecided(TimeSpan RetryAfter, string Detail) : TokenVerdict;
}
