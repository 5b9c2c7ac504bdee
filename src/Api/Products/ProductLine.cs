using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Modular.Domain;
using Modular.Domain.Products;

namespace Modular.Api.Products;

/// <summary>One line of a catalogue: <c>sku,name,price minor,currency</c>.</summary>
internal static class ProductLine
{
    /// <summary>The longest line, in characters: what the longest product needs, quoted, and room to spare.</summary>
    public const int Longest = 1024;

    /// <summary>The columns, in this order.</summary>
    public static readonly IReadOnlyList<string> Columns = ["sku", "name", "price minor", "currency"];

    /// <summary>Reads a product.</summary>
    /// <param name="fields">As many fields as there are columns.</param>
    /// <param name="product">The product.</param>
    /// <param name="problem">Otherwise what is wrong, without repeating the line.</param>
    public static bool TryRead(
        IReadOnlyList<string> fields, [NotNullWhen(true)] out Product? product, [NotNullWhen(false)] out string? problem)
    {
        product = null;
        problem = ProblemOf(fields, out var price);
        if (problem is not null)
        {
            return false;
        }

        product = new Product(new Sku(fields[0]), fields[1], new Money(price, new Currency(fields[3])));
        return true;
    }

    private static string? ProblemOf(IReadOnlyList<string> fields, out long price)
    {
        var isPrice = long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out price) && price <= Money.MaxPriceMinor;
        return !Sku.IsSku(fields[0])
            ? string.Create(CultureInfo.InvariantCulture, $"its sku is not 1 to {Sku.MaxLength} capital letters, digits and hyphens, beginning with a letter or digit")
            : !IsName(fields[1])
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"its name is empty, longer than {Product.MaxNameLength} characters, or has control characters or spaces at its ends")
            : !isPrice
            ? string.Create(CultureInfo.InvariantCulture, $"its price is not a whole number of minor units, 0 to {Money.MaxPriceMinor}")
            : !Currency.IsCode(fields[3]) ? "its currency is not three capital letters, like EUR" : null;
    }

    private static bool IsName(string text) =>
        text.IsText(Product.MaxNameLength) && text.Trim().Length == text.Length;
}
