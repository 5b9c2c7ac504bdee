using System.Globalization;
using ErrorOr;
using Modular.Application.Identity;

namespace Modular.Application.Pipeline;

/// <summary>
/// How recently and how surely a person must have signed in (RFC 9470). A machine has no sign-in: its permissions are
/// decided when its client is registered, and it has no own data.
/// </summary>
/// <param name="MaxAge">The longest time since the sign-in, in whole seconds; null for no limit.</param>
/// <param name="Level">The weakest sufficient level of assurance, 1 being the provider's weakest; null for no limit.</param>
public sealed record StepUp(TimeSpan? MaxAge, int? Level)
{
    /// <summary>The reason why a token without <c>auth_time</c> is not enough, and how its client gets one.</summary>
    public const string NoSignInTime =
        "the token has no auth_time, so the time of the sign-in is unknown: ask for it with max_age in the authorization request "
        + "(OpenID Connect Core 1.0, section 3.1.2.1), or add the claim to access tokens at the provider";

    // The most that a provider's clock may be ahead of ours (ClockSkewSeconds).
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    /// <summary>The names of the levels that are strong enough, as the caller's provider has them, weakest first.</summary>
    public IReadOnlyList<string> AcrValues(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Level is { } level ? [.. caller.AcrLevels.Skip(level - 1)] : [];
    }

    /// <summary>
    /// Whether the sign-in is recent and strong enough. One without a time, or from the future, is too old; one at a level that the provider's list does
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
        return IsRecent(caller.AuthenticatedAt, now) && isStrong
            ? Result.Success
            : Refusals.SignInTooWeak(MaxAge, levels, string.Join("; ", WhyNot(caller, isStrong, now)));
    }

    /// <summary>Whether a sign-in at that time is recent enough; one without a time is not.</summary>
    internal bool IsRecent(DateTimeOffset? signedInAt, DateTimeOffset now) =>
        MaxAge is not { } longest || (signedInAt is { } at && now - at <= longest && at - now <= ClockSkew);

    private IEnumerable<string> WhyNot(Caller caller, bool isStrong, DateTimeOffset now)
    {
        if (!IsRecent(caller.AuthenticatedAt, now))
        {
            yield return caller.AuthenticatedAt is not { } at ? NoSignInTime
                : at > now ? $"auth_time is {Seconds(at - now)} s in the future, and a clock may be {Seconds(ClockSkew)} s ahead of ours"
                : $"auth_time is {Seconds(now - at)} s ago, and {Seconds(MaxAge!.Value)} s are allowed";
        }

        if (!isStrong)
        {
            yield return caller.Acr is null ? "the token has no acr: ask the provider for one of acr_values"
                : caller.AcrLevels.Contains(caller.Acr, StringComparer.Ordinal) ? "acr is too weak"
                : "acr is none of the provider's AcrLevels";
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}
