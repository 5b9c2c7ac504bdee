using System.Diagnostics.CodeAnalysis;

namespace Modular.Domain.Customers;

/// <summary>A postal address.</summary>
public sealed record Address
{
    /// <summary>The longest line, postal code or town, in characters.</summary>
    public const int MaxPartLength = 200;

    /// <exception cref="ArgumentException">A part does not have its form.</exception>
    public Address(string line1, string? line2, string postalCode, string city, string country)
    {
        Line1 = IsPart(line1) ? line1 : throw new ArgumentException("Not an address line.", nameof(line1));
        Line2 = line2 is null || IsPart(line2) ? line2 : throw new ArgumentException("Not an address line.", nameof(line2));
        PostalCode = IsPart(postalCode) ? postalCode : throw new ArgumentException("Not a postal code.", nameof(postalCode));
        City = IsPart(city) ? city : throw new ArgumentException("Not a town.", nameof(city));
        Country = IsCountry(country) ? country : throw new ArgumentException("Not a country.", nameof(country));
    }

    /// <summary>Street and number.</summary>
    public string Line1 { get; }

    /// <summary>More of the street, if any.</summary>
    public string? Line2 { get; }

    /// <summary>As the country writes it.</summary>
    public string PostalCode { get; }

    /// <summary>The town.</summary>
    public string City { get; }

    /// <summary>Two capital letters (ISO 3166-1 alpha-2).</summary>
    public string Country { get; }

    /// <summary>Whether <paramref name="text"/> may stand in an address: not blank, no control characters.</summary>
    public static bool IsPart([NotNullWhen(true)] string? text) => text.IsText(MaxPartLength);

    /// <summary>Whether <paramref name="text"/> has the form of a country code.</summary>
    public static bool IsCountry([NotNullWhen(true)] string? text) => text is { Length: 2 } && text.All(char.IsAsciiLetterUpper);
}
