using Microsoft.EntityFrameworkCore;
using Modular.Application.Products;
using Modular.Domain.Products;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Products;

/// <summary>
/// The catalogue in a database, as EF reads and writes it. A database product overrides the read that each new order begins with, in a
/// statement of its own.
/// </summary>
internal abstract class ProductStore(Lazy<ModularDb> db, IWriter writer) : IProductStore
{
    public async Task<IReadOnlyList<ProductItem>> ListAsync(CancellationToken cancellationToken) =>
        await db.Value.Products.AsNoTracking()
            .OrderBy(product => product.Sku)
            .Select(product => new ProductItem(product.Sku.Value, product.Name, product.PriceMinor, product.Currency.Code))
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask<IReadOnlyList<ProductItem>> FindAsync(IReadOnlyCollection<Sku> skus, CancellationToken cancellationToken);

    public Task<ProductChanges> PutAsync(IReadOnlyCollection<Product> products, CancellationToken cancellationToken) => writer.WriteAsync(
        async (write, cancelled) =>
        {
            var skus = products.Select(product => product.Sku).ToList();
            var known = await write.Products.AsNoTracking().Where(product => skus.Contains(product.Sku)).ToDictionaryAsync(product => product.Sku, cancelled);
            var added = products.Where(product => !known.ContainsKey(product.Sku)).ToList();
            var changed = products.Where(product => known.TryGetValue(product.Sku, out var old) && Differs(old, product)).ToList();
            write.Products.AddRange(added);
            write.Products.UpdateRange(changed);
            await write.SaveChangesAsync(cancelled);
            return new ProductChanges(added.Count, changed.Count, products.Count - added.Count - changed.Count);
        },
        cancellationToken);

    private static bool Differs(Product old, Product product) => old.Name != product.Name || old.Price != product.Price;
}
