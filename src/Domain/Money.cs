namespace Modular.Domain;

/// <summary>An amount in minor units of one currency (cents of EUR, whole won of KRW). Never negative.</summary>
public readonly record struct Money
{
    /// <summary>The largest amount of a single price: 10 billion minor units, so that no order's total can overflow 64 bits.</summary>
    public const long MaxPriceMinor = 10_000_000_000;

    /// <param name="minor">Minor units, 0 or more.</param>
    /// <param name="currency">The currency.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minor"/> is negative.</exception>
    public Money(long minor, Currency currency)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minor);
        Minor = minor;
        Currency = currency;
    }

    /// <summary>Minor units, 0 or more.</summary>
    public long Minor { get; }

    /// <summary>The currency of <see cref="Minor"/>.</summary>
    public Currency Currency { get; }
}
