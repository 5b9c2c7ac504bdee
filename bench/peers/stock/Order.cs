namespace Modular.StockPeer;

internal sealed class Order
{
    public long Id { get; set; }

    public byte[] CustomerId { get; set; } = [];

    public OrderStatus Status { get; set; }

    public string Currency { get; set; } = "";

    public long TotalMinor { get; set; }

    public DateTimeOffset PlacedAt { get; set; }
}

internal enum OrderStatus
{
    Placed = 1,
    Paid = 2,
    Shipping = 3,
    Delivered = 4,
    Cancelled = 5,
}
