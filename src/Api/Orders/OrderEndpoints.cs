using Microsoft.AspNetCore.WebUtilities;
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
        routes.Get<GetOrder, OrderDetails>("/api/orders/{id:long}", UnlessKnown).TakesHeader(HeaderParameter.IfNoneMatch);
        routes.PostNew<PlaceOrder, OrderDetails>("/api/orders", order => $"/api/orders/{order.Id}", WithTag, IdempotencyKeys.Read)
            .TakesHeader(HeaderParameter.IdempotencyKey);
        routes.MapChange<CancelOrder>("/api/orders/{id:long}/cancel", (request, versions) => request with { ExpectedVersions = versions });
        routes.MapChange<PayOrder>("/api/orders/{id:long}/pay", (request, versions) => request with { ExpectedVersions = versions });
        routes.MapChange<ShipOrder>("/api/orders/{id:long}/ship", (request, versions) => request with { ExpectedVersions = versions });
        routes.MapChange<DeliverOrder>("/api/orders/{id:long}/deliver", (request, versions) => request with { ExpectedVersions = versions });
        routes.MapOrderEvents("/api/orders/events");
    }

    private static void MapChange<TRequest>(
        this IEndpointRouteBuilder routes, string pattern, Func<TRequest, IReadOnlyList<int>?, TRequest> expect)
        where TRequest : IOrderChange, IUseCase<OrderDetails> =>
        routes.PostTo<TRequest, OrderDetails>(pattern, WithTag, (http, request) => expect(request, EntityTags.Expected(http.Request)))
            .TakesHeader(HeaderParameter.IfMatch);

    private static IResult WithTag(HttpContext http, OrderDetails order, IResult answer)
    {
        http.Response.Headers.ETag = EntityTags.Of(order.Version);
        return answer;
    }

    private static IResult UnlessKnown(HttpContext http, OrderDetails order)
    {
        http.Response.Headers.ETag = EntityTags.Of(order.Version);
        return EntityTags.IsKnown(http.Request, order.Version) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(order);
    }

    /// <summary>The next page's address is this page's, behind where it ended.</summary>
    private static IResult WithNextLink<TPage>(HttpContext http, TPage page)
        where TPage : IOrderPage<TPage>
    {
        if (page.Next is null)
        {
            return TypedResults.Ok(page);
        }

        // Of what was sent, only what this route knows and has checked.
        var known = Parameters.Where(name => http.Request.Query.ContainsKey(name))
            .Select(name => new KeyValuePair<string, string?>(name, http.Request.Query[name]))
            .Append(new("after", page.Next));
        var path = http.RequestServices.GetRequiredService<LinkGenerator>().GetPathByName(
            http, http.GetEndpoint()!.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName, http.Request.RouteValues);
        return TypedResults.Ok(page.WithNext(QueryHelpers.AddQueryString(path!, known)));
    }
}
