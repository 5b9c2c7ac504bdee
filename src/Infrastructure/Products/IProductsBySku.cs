using Modular.Application.Products;
using Modular.Domain.Products;

namespace Modular.Infrastructure.Products;

/// <summary>The read that each new order begins with, written for each database as it reads it quickest.</summary>
internal interface IProductsBySku
{
    /// <summary>As <see cref="IProductStore.FindAsync"/>.</summary>
    ValueTask<IReadOnlyList<ProductItem>> FindAsync(IReadOnlyCollection<Sku> skus, CancellationToken cancellationToken);
}
