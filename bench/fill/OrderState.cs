namespace Modular.Fill;

/// <summary>Where an order stands, by the numbers that are stored.</summary>
internal enum OrderState
{
    Placed = 1,
    Paid = 2,
    Shipping = 3,
    Delivered = 4,
    Cancelled = 5,
}
