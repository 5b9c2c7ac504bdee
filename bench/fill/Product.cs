namespace Modular.Fill;

/// <summary>A product of the catalogue that the orders are of.</summary>
/// <param name="Number">1 or more.</param>
internal readonly record struct Product(int Number)
{
    /// <summary>How many there are.</summary>
    public const int Count = 500;

    public const string Currency = "EUR";

    public string Sku => $"BENCH-{Number:D4}";

    public string Name => $"Product {Number} of the benchmark";

    public long PriceMinor => 250 + (Number * 37 % 9_000);
}
