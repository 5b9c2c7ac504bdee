using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Modular.StockPeer;

/// <summary><c>GET /api/orders?limit=&amp;after=</c>: the same answer as Modular's.</summary>
internal static class ListOrders
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    public static async Task<Results<Ok<OrderPage>, BadRequest>> HandleAsync(
        OrdersDb db, ClaimsPrincipal user, HttpRequest request, int? limit, string? after, CancellationToken cancellationToken)
    {
        var count = limit ?? DefaultLimit;
        if (count is < 1 or > MaxLimit || !Cursor.TryParse(after, out var last))
        {
            return TypedResults.BadRequest();
        }

        var issuer = user.FindFirstValue("iss");
        var subject = user.FindFirstValue("sub");
        var orders = await (
            from identity in db.Identities.AsNoTracking()
            where identity.Issuer == issuer && identity.Subject == subject
            join order in db.Orders on identity.CustomerId equals order.CustomerId
            where order.Id > last
            orderby order.Id
            select new OrderSummary(order.Id, order.Status, order.Currency, order.TotalMinor, order.PlacedAt))
            .Take(count + 1)
            .ToListAsync(cancellationToken);
        if (orders.Count <= count)
        {
            return TypedResults.Ok(new OrderPage(orders, Next: null));
        }

        orders.RemoveAt(count);
        var query = QueryString.Create("after", Cursor.At(orders[^1].Id));
        var next = limit is null ? query : QueryString.Create("limit", request.Query["limit"]!) + query;
        return TypedResults.Ok(new OrderPage(orders, request.Path + next.ToUriComponent()));
    }
}
