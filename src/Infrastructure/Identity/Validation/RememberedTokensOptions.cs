namespace Modular.Infrastructure.Identity.Validation;

/// <summary>How many verified tokens are remembered, and how long: <c>Identity:RememberedTokens</c>.</summary>
public sealed class RememberedTokensOptions
{
    /// <summary>The longest time, in seconds, that a verified token is not verified again.</summary>
    public const int MostSeconds = 300;

    /// <summary>The most accepted tokens, 0 to 1,000,000; about 1 KB each. 0 remembers none. Default: 10,000.</summary>
    public int Accepted { get; set; } = 10_000;

    /// <summary>How long an accepted token is remembered at most, in seconds, 1 to 300. Default: 300.</summary>
    public int AcceptedSeconds { get; set; } = MostSeconds;

    /// <summary>The most rejected tokens, 0 to 100,000, kept apart from the accepted ones. Default: 1,000.</summary>
    public int Rejected { get; set; } = 1_000;

    /// <summary>How long a rejection is remembered, in seconds, 1 to 30. Default: 5.</summary>
    public int RejectedSeconds { get; set; } = 5;
}
