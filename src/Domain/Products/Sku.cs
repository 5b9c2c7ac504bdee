using System.Diagnostics.CodeAnalysis;

namespace Modular.Domain.Products;

/// <summary>A product's stock-keeping unit: 1 to 40 capital letters, digits and hyphens, beginning with a letter or digit.</summary>
public readonly record struct Sku
{
    /// <summary>The longest SKU, in characters.</summary>
    public const int MaxLength = 40;

    private readonly string? _value;

    /// <exception cref="FormatException"><paramref name="value"/> does not have a SKU's form.</exception>
    public Sku(string value) =>
        _value = IsSku(value) ? value : throw new FormatException("A SKU is 1 to 40 capital letters, digits and hyphens.");

    /// <summary>The text.</summary>
    public string Value => _value ?? throw new InvalidOperationException("A SKU without a value.");

    /// <summary>Whether <paramref name="value"/> has the form of a SKU.</summary>
    public static bool IsSku([NotNullWhen(true)] string? value) =>
        value is { Length: >= 1 and <= MaxLength }
        && value[0] != '-'
        && value.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '-');

    /// <inheritdoc />
    public override string ToString() => Value;
}
