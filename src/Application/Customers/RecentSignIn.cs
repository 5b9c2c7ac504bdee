namespace Modular.Application.Customers;

/// <summary>How recent a sign-in must be for what changes who a customer is or whether they may act.</summary>
internal static class RecentSignIn
{
    /// <summary>The longest time since <c>auth_time</c>: 5 minutes.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(300);
}
