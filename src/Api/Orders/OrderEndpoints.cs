using Microsoft.AspNetCore.WebUtilities;
using Modular.Api.Http;
using Modular.Application.Orders;
using Modular.Application.Pipeline;

namespace Modular.Api.Orders;

internal static class OrderEndpoints
{
    private static readonly string[] Parameters = ["status", "limit", "sort"];

    public static void MapOrders(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("").WithTags("Orders");
        routes.Get<ListOrders, OrderPage>("/api/orders", WithNextLink);
        routes.Get<ListCustomerOrders, OrderPage>("/api/customers/{customerId:guid}/orders", WithNextLink);
        routes.Get<ListFulfilmentOrders, FulfilmentPage>("/api/fulfilment/orders", WithNextLink);
        routes.Get<GetOrder, OrderDetails>("/api/orders/{id:long}", tag: TagOf);
        routes.PostNew<PlaceOrder, OrderDetails>("/api/orders", order => $"/api/orders/{order.Id}", TagOf, IdempotencyKeys.Read)
            .TakesHeader(HeaderParameter.IdempotencyKey);
        routes.PostTo<CancelOrder, OrderDetails>("/api/orders/{id:long}/cancel", TagOf, (request, condition) => request with { Condition = condition });
        routes.PostTo<PayOrder, OrderDetails>("/api/orders/{id:long}/pay", TagOf, (request, condition) => request with { Condition = condition });
        routes.PostTo<ShipOrder, OrderDetails>("/api/orders/{id:long}/ship", TagOf, (request, condition) => request with { Condition = condition });
        routes.PostTo<DeliverOrder, OrderDetails>("/api/orders/{id:long}/deliver", TagOf, (request, condition) => request with { Condition = condition });
        routes.MapOrderEvents("/api/orders/events");
    }

    private static string TagOf(OrderDetails order) => EntityTag.Of(order.Version);

    /// <summary>The next page's address is this page's, behind where it ended.</summary>
    private static IResult WithNextLink<TPage>(HttpContext http, TPage page)
        where TPage : IOrderPage<TPage>
    {
        if (page.Next is null)
        {
            return TypedResults.Ok(page);
        }

        // The link repeats only query parameters that this route knows and has checked.
        var known = Parameters.Where(name => http.Request.Query.ContainsKey(name))
            .Select(name => new KeyValuePair<string, string?>(name, http.Request.Query[name]))
            .Append(new("after", page.Next));
        var path = http.RequestServices.GetRequiredService<LinkGenerator>().GetPathByName(
            http, http.GetEndpoint()!.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName, http.Request.RouteValues);
        return TypedResults.Ok(page.WithNext(QueryHelpers.AddQueryString(path!, known)));
    }
}
