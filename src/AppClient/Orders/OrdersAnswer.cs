namespace Modular.AppClient.Orders;

/// <summary>The meaning of the resource server's answer for the person in front of the page.</summary>
internal abstract record OrdersAnswer
{
    private OrdersAnswer()
    {
    }

    /// <param name="Orders">The newest first.</param>
    /// <param name="After">The cursor of the page with older orders, if there are any.</param>
    public sealed record Listed(IReadOnlyList<Order> Orders, string? After) : OrdersAnswer;

    /// <summary>401: the token is no longer accepted, even before its expiry.</summary>
    public sealed record SignInAgain : OrdersAnswer;

    /// <summary>403: signing in again would not help.</summary>
    public sealed record NotAllowed : OrdersAnswer;

    /// <summary>400: this page of orders is not one that was ever linked to.</summary>
    public sealed record NoSuchPage : OrdersAnswer;

    /// <param name="Wait">How long to leave the resource server alone.</param>
    public sealed record TryAgain(TimeSpan Wait) : OrdersAnswer;
}
