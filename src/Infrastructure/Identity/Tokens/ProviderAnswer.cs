using Modular.Application.Identity;

namespace Modular.Infrastructure.Identity.Tokens;

/// <summary>A provider's answer, and how long it may be repeated without asking again.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Until">The instant from which on an acceptance must be asked for again: the token's end, or sooner.</param>
/// <param name="Trust">The condition that is checked at each use of the answer; null when nothing can change before <paramref name="Until"/>.</param>
internal readonly record struct ProviderAnswer(TokenVerdict Verdict, DateTimeOffset Until = default, ITrust? Trust = null)
{
    /// <summary>The provider that was asked; null where the token is no provider's.</summary>
    public string? Provider { get; init; }

    public static ProviderAnswer Rejected(RejectionReason reason, string detail) => new(new TokenVerdict.Rejected(reason, detail));

    public static ProviderAnswer Undecided(TimeSpan retryAfter, string detail) => new(new TokenVerdict.Undecided(retryAfter, detail));
}

/// <summary>Something that an acceptance rests on and that may end before the token does.</summary>
internal interface ITrust
{
    /// <summary>Whether it is still so. Sends no request, takes no lock.</summary>
    bool Holds { get; }
}
