using Modular.Application.Products;
using Modular.Domain.Products;

namespace Modular.Application.Tests.Products;

internal sealed class ProductsInMemory(List<string> journal) : IProductStore
{
    private static readonly ProductItem[] Catalogue =
    [
        new("CUP", "Porcelain cup", 1250, "EUR"),
        new("POT", "Cast-iron teapot", 5400, "EUR"),
        new("SULLOK-CHA", "설록차", 12000, "KRW"),
    ];

    public Task<IReadOnlyList<ProductItem>> ListAsync(CancellationToken cancellationToken)
    {
        journal.Add("list products");
        return Task.FromResult<IReadOnlyList<ProductItem>>(Catalogue);
    }

    public ValueTask<IReadOnlyList<ProductItem>> FindAsync(IReadOnlyCollection<Sku> skus, CancellationToken cancellationToken)
    {
        journal.Add("find products");
        return ValueTask.FromResult<IReadOnlyList<ProductItem>>([.. Catalogue.Where(product => skus.Contains(new Sku(product.Sku)))]);
    }

    public Task<ProductChanges> PutAsync(IReadOnlyCollection<Product> products, CancellationToken cancellationToken)
    {
        journal.Add($"put {string.Join(", ", products.Select(product => $"{product.Sku} {product.Name} {product.PriceMinor} {product.Currency}"))}");
        return Task.FromResult(new ProductChanges(products.Count, 0, 0));
    }
}
