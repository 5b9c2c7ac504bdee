namespace Modular.Application.Customers;

/// <summary>How recent a sign-in must be for a use case that changes the identities or the status of a customer.</summary>
internal static class RecentSignIn
{
    /// <summary>The longest time since <c>auth_time</c>: 5 minutes.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(300);
}
