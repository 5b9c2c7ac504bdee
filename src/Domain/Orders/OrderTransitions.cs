namespace Modular.Domain.Orders;

/// <summary><c>PLACED → PAID → SHIPPING → DELIVERED</c>, and <c>CANCELLED</c> from <c>PLACED</c> or <c>PAID</c>.</summary>
public static class OrderTransitions
{
    /// <summary>Whether an order may go from <paramref name="from"/> to <paramref name="to"/> in one step.</summary>
    public static bool CanBecome(this OrderStatus from, OrderStatus to) => (from, to) switch
    {
        (OrderStatus.Placed, OrderStatus.Paid or OrderStatus.Cancelled) => true,
        (OrderStatus.Paid, OrderStatus.Shipping or OrderStatus.Cancelled) => true,
        (OrderStatus.Shipping, OrderStatus.Delivered) => true,
        _ => false,
    };
}
