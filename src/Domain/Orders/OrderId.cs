namespace Modular.Domain.Orders;

/// <summary>An order's number, given by the database in ascending order, 1 or more.</summary>
public readonly record struct OrderId(long Value)
{
    /// <summary>Placed before.</summary>
    public static bool operator <(OrderId left, OrderId right) => left.Value < right.Value;

    /// <summary>Placed behind.</summary>
    public static bool operator >(OrderId left, OrderId right) => left.Value > right.Value;
}
