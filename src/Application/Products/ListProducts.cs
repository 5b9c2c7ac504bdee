using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.Application.Products;

/// <summary>The catalogue.</summary>
public sealed record ListProducts : IUseCase<ProductList>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.To(Permissions.OrdersRead);
}

/// <summary>The catalogue.</summary>
/// <param name="Products">All products, by SKU.</param>
public sealed record ProductList(IReadOnlyList<ProductItem> Products);

/// <summary>A product at today's price.</summary>
/// <param name="Sku">The key.</param>
/// <param name="Name">The name shown to people.</param>
/// <param name="PriceMinor">The price of one, in minor units.</param>
/// <param name="Currency">Three letters (ISO 4217).</param>
public sealed record ProductItem(string Sku, string Name, long PriceMinor, string Currency);

internal sealed class ListProductsHandler(IProductStore products) : IHandler<ListProducts, ProductList>
{
    public async Task<ErrorOr<ProductList>> Handle(ListProducts request, CancellationToken cancellationToken) =>
        new ProductList(await products.ListAsync(cancellationToken));
}
