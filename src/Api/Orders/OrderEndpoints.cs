using Microsoft.AspNetCore.WebUtilities;
using Modular.Application.Orders;

namespace Modular.Api.Orders;

internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("").WithTags("Orders");
        routes.Get<ListOrders, OrderPage>("/api/orders", WithNextLink);
        routes.Get<ListCustomerOrders, OrderPage>("/api/customers/{customerId:guid}/orders", WithNextLink);
        routes.Get<GetOrder, OrderDetails>("/api/orders/{id:long}");
        routes.PostNew<PlaceOrder, OrderDetails>("/api/orders", order => $"/api/orders/{order.Id}");
        routes.PostTo<CancelOrder, OrderDetails>("/api/orders/{id:long}/cancel");
    }

    /// <summary>The next page's address is this page's, behind where it ended.</summary>
    private static OrderPage WithNextLink(HttpContext http, OrderPage page)
    {
        if (page.Next is null)
        {
            return page;
        }

        var query = http.Request.Query.Where(entry => !entry.Key.Equals("after", StringComparison.OrdinalIgnoreCase))
            .Append(new("after", page.Next));
        return page with { Next = QueryHelpers.AddQueryString(http.Request.Path, query) };
    }
}
