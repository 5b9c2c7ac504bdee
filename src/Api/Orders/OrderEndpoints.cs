using Microsoft.AspNetCore.WebUtilities;
using Modular.Application.Orders;

namespace Modular.Api.Orders;

internal static class OrderEndpoints
{
    private static readonly string[] Parameters = ["status", "limit", "sort"];

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

        // Of what was sent, only what this route knows and has checked.
        var known = Parameters.Where(name => http.Request.Query.ContainsKey(name))
            .Select(name => new KeyValuePair<string, string?>(name, http.Request.Query[name]))
            .Append(new("after", page.Next));
        var path = http.RequestServices.GetRequiredService<LinkGenerator>().GetPathByName(
            http, http.GetEndpoint()!.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName, http.Request.RouteValues);
        return page with { Next = QueryHelpers.AddQueryString(path!, known) };
    }
}
