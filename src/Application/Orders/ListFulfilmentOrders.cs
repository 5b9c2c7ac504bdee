using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>The fulfilment queue: the orders of all customers that are still to be fulfilled, or those of one status, oldest first.</summary>
/// <param name="Status">Only orders of this status; those that are PLACED, PAID or SHIPPING if absent.</param>
/// <param name="Limit">How many, 1 to 100; 20 if absent.</param>
/// <param name="After">The end of the page before this one: the value of its <c>next</c>.</param>
/// <param name="Sort"><c>id</c> (oldest first, the default) or <c>-id</c> (newest first).</param>
public sealed record ListFulfilmentOrders(string? Status, int? Limit, string? After, string? Sort)
    : IOrderListing, IUseCase<FulfilmentPage>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.To(Permissions.OrdersReadAny);
}

/// <summary>A page of the fulfilment queue.</summary>
/// <param name="Orders">The orders.</param>
/// <param name="Next">Where the next page begins; absent on the last one.</param>
public sealed record FulfilmentPage(IReadOnlyList<FulfilmentOrder> Orders, string? Next) : IOrderPage<FulfilmentPage>
{
    /// <inheritdoc />
    public FulfilmentPage WithNext(string next) => this with { Next = next };
}

/// <summary>An order in the fulfilment queue.</summary>
/// <param name="Id">Its number.</param>
/// <param name="CustomerId">The customer who placed it.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Currency">Three letters (ISO 4217).</param>
/// <param name="TotalMinor">The sum of the lines, in minor units.</param>
/// <param name="PlacedAt">When it was placed, UTC.</param>
public sealed record FulfilmentOrder(
    long Id, Guid CustomerId, OrderStatus Status, string Currency, long TotalMinor, DateTimeOffset PlacedAt);

internal sealed class ListFulfilmentOrdersValidator : OrderListingValidator<ListFulfilmentOrders>;

internal sealed class ListFulfilmentOrdersHandler(IOrderStore orders) : IHandler<ListFulfilmentOrders, FulfilmentPage>
{
    public async Task<ErrorOr<FulfilmentPage>> Handle(ListFulfilmentOrders request, CancellationToken cancellationToken)
    {
        var query = request.Query();
        var found = await orders.ListToFulfilAsync(query, cancellationToken);
        var (page, next) = query.Cut(found, order => order.Id);
        return new FulfilmentPage(page, next);
    }
}
