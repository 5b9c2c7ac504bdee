using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;

namespace Modular.Domain.Tests;

/// <summary>Examples that a test does not care about.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly CustomerId Alice = new(new Guid("01890000-0000-7000-8000-00000000000a"));

    public static readonly Actor Machine = Actor.Client("fulfilment-client");

    public static readonly Currency Euro = new("EUR");

    public static OrderLine Line(int quantity = 1, long price = 890) => new(new Sku("TEA-GREEN-100"), "Green tea", quantity, price);

    public static Order Placed(params OrderLine[] lines) => Order.Place(Alice, Euro, lines.Length == 0 ? [Line()] : lines, Noon);

    /// <summary>An order that went a legal way to <paramref name="status"/>.</summary>
    public static Order In(OrderStatus status)
    {
        OrderStatus[] way = status switch
        {
            OrderStatus.Placed => [],
            OrderStatus.Paid => [OrderStatus.Paid],
            OrderStatus.Shipping => [OrderStatus.Paid, OrderStatus.Shipping],
            OrderStatus.Delivered => [OrderStatus.Paid, OrderStatus.Shipping, OrderStatus.Delivered],
            _ => [OrderStatus.Cancelled],
        };
        var order = Placed();
        foreach (var step in way)
        {
            order.TryBecome(step, Machine, Noon).ShouldBeTrue();
        }

        order.Status.ShouldBe(status);
        return order;
    }
}
