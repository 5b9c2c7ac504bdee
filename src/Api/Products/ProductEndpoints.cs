using Modular.Application.Products;

namespace Modular.Api.Products;

internal static class ProductEndpoints
{
    public static void MapProducts(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("").WithTags("Products");
        routes.Get<ListProducts, ProductList>("/api/products");
    }
}
