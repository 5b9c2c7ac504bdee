using Microsoft.AspNetCore.WebUtilities;
using Modular.Application.Orders;

namespace Modular.Api.Orders;

internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        routes.Get<ListOrders, OrderPage>("/api/orders", (http, page) => page with { Next = LinkTo(http, page.Next) });
        routes.Get<GetOrder, OrderDetails>("/api/orders/{id:long}");
        routes.PostNew<PlaceOrder, OrderDetails>("/api/orders", order => $"/api/orders/{order.Id}");
        routes.PostTo<CancelOrder, OrderDetails>("/api/orders/{id:long}/cancel");
    }

    /// <summary>This page's own address, behind <paramref name="after"/>.</summary>
    private static string? LinkTo(HttpContext http, string? after)
    {
        if (after is null)
        {
            return null;
        }

        var query = http.Request.Query.Where(entry => !entry.Key.Equals("after", StringComparison.OrdinalIgnoreCase))
            .Append(new("after", after));
        return QueryHelpers.AddQueryString(http.Request.Path, query);
    }
}
