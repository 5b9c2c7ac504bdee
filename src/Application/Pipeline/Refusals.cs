using ErrorOr;
using Modular.Application.Identity;

namespace Modular.Application.Pipeline;

/// <summary>Why a caller is refused whatever the request says. The codes are stable: they are the problem types of the HTTP answers.</summary>
public static class Refusals
{
    /// <summary>The metadata entry of <see cref="InsufficientScope"/> that holds the missing <see cref="Permissions"/>.</summary>
    public const string PermissionKey = "permission";

    /// <summary>Nobody is signed in.</summary>
    public static Error Anonymous { get; } = Error.Unauthorized("unauthenticated", "This needs an access token.");

    /// <summary>A machine asked for its own data.</summary>
    public static Error PersonRequired { get; } =
        Error.Forbidden("person-required", "This is about the data of a person, and the token is a machine's.");

    /// <summary>The person lacks the right. Another token would not help.</summary>
    public static Error NotPermitted { get; } = Error.Forbidden("not-permitted", "You are not permitted to do this.");

    /// <summary>Staff holds this customer.</summary>
    public static Error CustomerSuspended { get; } = Error.Forbidden("customer-suspended", "This customer is suspended.");

    /// <summary>The token lacks a scope that its bearer could be granted.</summary>
    public static Error InsufficientScope(Permissions permission) => Error.Forbidden(
        "insufficient-scope",
        "The access token lacks the scope that this needs.",
        new Dictionary<string, object>(StringComparer.Ordinal) { [PermissionKey] = permission });
}
