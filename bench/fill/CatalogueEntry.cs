using System.Text.Json;

namespace Modular.Fill;

/// <summary>A product, written down once.</summary>
internal sealed class CatalogueEntry(Product product)
{
    public JsonEncodedText Sku { get; } = JsonEncodedText.Encode(product.Sku);

    public JsonEncodedText Name { get; } = JsonEncodedText.Encode(product.Name);

    public long PriceMinor { get; } = product.PriceMinor;
}
