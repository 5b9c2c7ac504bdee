using ErrorOr;
using Modular.Application.Identity;

namespace Modular.Application.Pipeline;

/// <summary>
/// How recently and how surely a person must have signed in (RFC 9470). A machine has nobody to sign in: what it may do is settled
/// when its client is registered, and it never comes in to own data.
/// </summary>
/// <param name="MaxAge">The longest time since the sign-in, in whole seconds; null if any will do.</param>
/// <param name="Level">The weakest level of assurance that will do, 1 being the provider's weakest; null if any will do.</param>
public sealed record StepUp(TimeSpan? MaxAge, int? Level)
{
    // The most that a provider's clock may be ahead of ours (ClockSkewSeconds).
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    /// <summary>The names of the levels that will do, in the words of the caller's provider, weakest first.</summary>
    public IReadOnlyList<string> AcrValues(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Level is { } level ? [.. caller.AcrLevels.Skip(level - 1)] : [];
    }

    /// <summary>
    /// Whether the sign-in will do. One without a time, or from the future, is too old; one at a level that the provider's list does
    /// not have is too weak. <see cref="Refusals.NotPermitted"/> when no sign-in at this provider could be strong enough.
    /// </summary>
    internal ErrorOr<Success> Check(Caller caller, DateTimeOffset now)
    {
        if (caller.Kind == CallerKind.Machine)
        {
            return Result.Success;
        }

        var levels = AcrValues(caller);
        if (Level is not null && levels.Count == 0)
        {
            return Refusals.NotPermitted;
        }

        var isStrong = Level is null || levels.Contains(caller.Acr, StringComparer.Ordinal);
        return IsRecent(caller.AuthenticatedAt, now) && isStrong ? Result.Success : Refusals.SignInTooWeak(MaxAge, levels);
    }

    /// <summary>Whether a sign-in at that time is recent enough; one without a time is not.</summary>
    internal bool IsRecent(DateTimeOffset? signedInAt, DateTimeOffset now) =>
        MaxAge is not { } longest || (signedInAt is { } at && now - at <= longest && at - now <= ClockSkew);
}
