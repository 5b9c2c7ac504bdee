using Modular.Domain.Products;

namespace Modular.Domain.Orders;

/// <summary>A line of an order, with the product's name and price at the time of the order.</summary>
public sealed class OrderLine
{
    /// <summary>The most of one product in a line.</summary>
    public const int MaxQuantity = 999;

    /// <exception cref="ArgumentException">
    /// The name is blank, <paramref name="quantity"/> is not from 1 to <see cref="MaxQuantity"/>, or
    /// <paramref name="unitPriceMinor"/> not from 0 to <see cref="Money.MaxPriceMinor"/>.
    /// </exception>
    public OrderLine(Sku sku, string name, int quantity, long unitPriceMinor)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(quantity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quantity, MaxQuantity);
        ArgumentOutOfRangeException.ThrowIfNegative(unitPriceMinor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(unitPriceMinor, Money.MaxPriceMinor);
        Sku = sku;
        Name = name;
        Quantity = quantity;
        UnitPriceMinor = unitPriceMinor;
    }

    // For the database's mapper.
    private OrderLine() => Name = "";

    /// <summary>The product's key.</summary>
    public Sku Sku { get; private init; }

    /// <summary>The product's name when it was ordered.</summary>
    public string Name { get; private init; }

    /// <summary>How many, 1 to <see cref="MaxQuantity"/>.</summary>
    public int Quantity { get; private init; }

    /// <summary>The price of one when it was ordered, in minor units of the order's currency.</summary>
    public long UnitPriceMinor { get; private init; }

    /// <summary>Price times quantity, in minor units. Cannot overflow: both factors are bounded.</summary>
    public long TotalMinor => UnitPriceMinor * Quantity;
}
