using ErrorOr;
using Modular.Application.Identity;

namespace Modular.Application.Pipeline;

/// <summary>The refusals that do not depend on the content of the request. The codes are stable: they are the problem types of the HTTP answers.</summary>
public static class Refusals
{
    /// <summary>The metadata entry of <see cref="InsufficientScope"/> that holds the missing <see cref="Permissions"/>.</summary>
    public const string PermissionKey = "permission";

    /// <summary>The metadata entry of <see cref="SignInTooWeak"/> that holds the longest age, a <see cref="TimeSpan"/> of whole seconds.</summary>
    public const string MaxAgeKey = "max_age";

    /// <summary>The metadata entry of <see cref="SignInTooWeak"/> that holds the provider's names of the levels that will do.</summary>
    public const string AcrValuesKey = "acr_values";

    /// <summary>
    /// The metadata entry of <see cref="SignInTooWeak"/> that has the fault of the sign-in, for developers and the log: it repeats
    /// nothing of the token.
    /// </summary>
    public const string ReasonKey = "reason";

    /// <summary>The metadata entry of <see cref="Undecided"/> and <see cref="TooManyRequests"/> that holds when to ask again, a <see cref="TimeSpan"/>.</summary>
    public const string RetryAfterKey = "retry_after";

    /// <summary>The metadata entry of a conflict that holds the present state, by its name on the wire.</summary>
    public const string CurrentKey = "current";

    /// <summary>There is no caller.</summary>
    public static Error Anonymous { get; } = Error.Unauthorized("unauthenticated", "This needs an access token.");

    /// <summary>The customer signed out everywhere after this token's sign-in.</summary>
    public static Error SignedOut { get; } = Error.Unauthorized("invalid-token", "The access token is not valid.");

    /// <summary>A machine asked for its own data.</summary>
    public static Error PersonRequired { get; } =
        Error.Forbidden("person-required", "This is about the data of a person, and the token is a machine's.");

    /// <summary>The person lacks the right. Another token would not help.</summary>
    public static Error NotPermitted { get; } = Error.Forbidden("not-permitted", "You are not permitted to do this.");

    /// <summary>The customer is suspended.</summary>
    public static Error CustomerSuspended { get; } = Error.Forbidden("customer-suspended", "This customer is suspended.");

    /// <summary>The state is not the one that the caller expects (RFC 9110 section 13.1).</summary>
    public static Error PreconditionFailed { get; } =
        Error.Custom(412, "precondition-failed", "The present state is not the one that the request expects: get it again, and decide anew.");

    /// <summary>The token lacks a scope that its bearer could be granted.</summary>
    public static Error InsufficientScope(Permissions permission) => Error.Forbidden(
        "insufficient-scope",
        "The access token lacks the scope that this needs.",
        new Dictionary<string, object>(StringComparer.Ordinal) { [PermissionKey] = permission });

    /// <summary>The sign-in is too long ago or too weak: another one would help (RFC 9470 section 3).</summary>
    /// <param name="maxAge">The longest age that will do; null if any.</param>
    /// <param name="acrValues">The provider's names of the levels that will do; empty if any.</param>
    /// <param name="reason">The fault of the sign-in.</param>
    public static Error SignInTooWeak(TimeSpan? maxAge, IReadOnlyList<string> acrValues, string reason)
    {
        var asked = new Dictionary<string, object>(StringComparer.Ordinal) { [AcrValuesKey] = acrValues, [ReasonKey] = reason };
        if (maxAge is { } age)
        {
            asked[MaxAgeKey] = age;
        }

        return Error.Unauthorized("insufficient-user-authentication", "This needs a more recent or a stronger sign-in.", asked);
    }

    /// <summary>The client is over its quota.</summary>
    /// <param name="retryAfter">When the next request may come, more than 0.</param>
    public static Error TooManyRequests(TimeSpan retryAfter) => Error.Custom(
        429,
        "too-many-requests",
        "This client asks more often than it may.",
        new Dictionary<string, object>(StringComparer.Ordinal) { [RetryAfterKey] = retryAfter });

    /// <summary>Whether a token is valid cannot be told now.</summary>
    /// <param name="retryAfter">When asking again makes sense, 1 second or more.</param>
    public static Error Undecided(TimeSpan retryAfter) => Error.Failure(
        "identity-provider-unavailable",
        "Whether the access token is valid cannot be told right now. It may well be: try again with the same one.",
        new Dictionary<string, object>(StringComparer.Ordinal) { [RetryAfterKey] = retryAfter });
}
