using Modular.Application.Products;

namespace Modular.Api.Products;

internal static class ProductEndpoints
{
    public static void MapProducts(this IEndpointRouteBuilder routes)
    {
        routes.Get<ListProducts, ProductList>("/api/products");
    }
}
