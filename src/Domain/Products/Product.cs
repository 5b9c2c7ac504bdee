namespace Modular.Domain.Products;

/// <summary>Something that can be ordered, at the catalogue's price.</summary>
public sealed class Product
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <exception cref="ArgumentException">The name is blank or too long, or the price exceeds <see cref="Money.MaxPriceMinor"/>.</exception>
    public Product(Sku sku, string name, Money price)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxNameLength, nameof(name));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(price.Minor, Money.MaxPriceMinor, nameof(price));
        Sku = sku;
        Name = name;
        PriceMinor = price.Minor;
        Currency = price.Currency;
    }

    // For the database's mapper, which fills the properties from a row that this class once wrote.
    private Product() => Name = "";

    /// <summary>The key.</summary>
    public Sku Sku { get; private init; }

    /// <summary>The name shown to people.</summary>
    public string Name { get; private init; }

    /// <summary>The price of one, in minor units.</summary>
    public long PriceMinor { get; private init; }

    /// <summary>The price's currency.</summary>
    public Currency Currency { get; private init; }

    /// <summary>The price of one.</summary>
    public Money Price => new(PriceMinor, Currency);
}
