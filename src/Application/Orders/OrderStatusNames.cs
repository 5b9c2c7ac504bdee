using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>The statuses' names on the wire: capitals.</summary>
public static class OrderStatusNames
{
    /// <summary>Every name, in the order of an order's life.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Enum.GetValues<OrderStatus>().Select(Name)];

    /// <summary>The name of <paramref name="status"/>.</summary>
    public static string Name(this OrderStatus status) => status switch
    {
        OrderStatus.Placed => "PLACED",
        OrderStatus.Paid => "PAID",
        OrderStatus.Shipping => "SHIPPING",
        OrderStatus.Delivered => "DELIVERED",
        OrderStatus.Cancelled => "CANCELLED",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>The status of that exact name, or null.</summary>
    public static OrderStatus? Parse(string? name) => name switch
    {
        "PLACED" => OrderStatus.Placed,
        "PAID" => OrderStatus.Paid,
        "SHIPPING" => OrderStatus.Shipping,
        "DELIVERED" => OrderStatus.Delivered,
        "CANCELLED" => OrderStatus.Cancelled,
        _ => null,
    };
}
