using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Products;

namespace Modular.Application.Products;

/// <summary>Products by SKU, for other modules: those that do not exist are missing in the answer.</summary>
/// <param name="Skus">Any number.</param>
public sealed record FindProducts(IReadOnlyCollection<Sku> Skus) : IUseCase<ProductList>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.To(Permissions.OrdersRead).Or(Permissions.OrdersWrite);
}

internal sealed class FindProductsHandler(IProductStore products) : IHandler<FindProducts, ProductList>
{
    public async Task<ErrorOr<ProductList>> Handle(FindProducts request, CancellationToken cancellationToken) =>
        new ProductList(await products.FindAsync(request.Skus, cancellationToken));
}
