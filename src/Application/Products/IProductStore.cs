using Modular.Domain.Products;

namespace Modular.Application.Products;

/// <summary>The catalogue.</summary>
public interface IProductStore
{
    /// <summary>All products, by SKU.</summary>
    Task<IReadOnlyList<ProductItem>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The products among <paramref name="skus"/> that exist, in any order.</summary>
    Task<IReadOnlyList<ProductItem>> FindAsync(IReadOnlyCollection<Sku> skus, CancellationToken cancellationToken);
}
