using Modular.Domain.Products;

namespace Modular.Application.Products;

/// <summary>The catalogue.</summary>
public interface IProductStore
{
    /// <summary>All products, by SKU.</summary>
    Task<IReadOnlyList<ProductItem>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The products among <paramref name="skus"/> that exist, in any order.</summary>
    ValueTask<IReadOnlyList<ProductItem>> FindAsync(IReadOnlyCollection<Sku> skus, CancellationToken cancellationToken);

    /// <summary>
    /// Adds the new products, and changes those that differ, in one transaction; all others stay as they are. Earlier
    /// orders keep their names and prices.
    /// </summary>
    /// <param name="products">Each SKU once; a few hundred, because other writers wait meanwhile.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    Task<ProductChanges> PutAsync(IReadOnlyCollection<Product> products, CancellationToken cancellationToken);
}

/// <summary>The result of putting products into the catalogue.</summary>
/// <param name="Added">How many were not there.</param>
/// <param name="Changed">How many had another name or price.</param>
/// <param name="Unchanged">How many were there as they are.</param>
public sealed record ProductChanges(long Added, long Changed, long Unchanged);
