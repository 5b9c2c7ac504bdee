using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.Application.Orders;

/// <summary>My orders, a page at a time, oldest first.</summary>
/// <param name="Status">Only orders of this status.</param>
/// <param name="Limit">How many, 1 to 100; 20 if absent.</param>
/// <param name="After">The end of the page before this one: the value of its <c>next</c>.</param>
/// <param name="Sort"><c>id</c> (oldest first, the default) or <c>-id</c> (newest first).</param>
public sealed record ListOrders(string? Status, int? Limit, string? After, string? Sort)
    : IOrderListing, IUseCase<OrderPage>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.OrdersRead);
}

internal sealed class ListOrdersValidator : OrderListingValidator<ListOrders>;

internal sealed class ListOrdersHandler(IOrderStore orders, CurrentCaller me) : IHandler<ListOrders, OrderPage>
{
    public async Task<ErrorOr<OrderPage>> Handle(ListOrders request, CancellationToken cancellationToken) =>
        await request.ReadAsync(orders, me.CustomerId, cancellationToken);
}
