using Microsoft.EntityFrameworkCore;
using Modular.Application.Products;
using Modular.Domain.Products;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Products;

internal sealed class ProductStore(ModularDb db) : IProductStore
{
    public async Task<IReadOnlyList<ProductItem>> ListAsync(CancellationToken cancellationToken) =>
        await Items(db.Products).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<ProductItem>> FindAsync(IReadOnlyCollection<Sku> skus, CancellationToken cancellationToken) =>
        await Items(db.Products.Where(product => skus.Contains(product.Sku))).ToListAsync(cancellationToken);

    private static IQueryable<ProductItem> Items(IQueryable<Product> products) => products.AsNoTracking()
        .OrderBy(product => product.Sku)
        .Select(product => new ProductItem(product.Sku.Value, product.Name, product.PriceMinor, product.Currency.Code));
}
