using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Application.Orders;

/// <summary>A customer's orders, for staff and machines: a page at a time, oldest first.</summary>
/// <param name="CustomerId">The customer. One that does not exist has no orders.</param>
/// <param name="Status">Only orders of this status.</param>
/// <param name="Limit">How many, 1 to 100; 20 if absent.</param>
/// <param name="After">The end of the page before this one: the value of its <c>next</c>.</param>
/// <param name="Sort"><c>id</c> (oldest first, the default) or <c>-id</c> (newest first).</param>
public sealed record ListCustomerOrders(Guid CustomerId, string? Status, int? Limit, string? After, string? Sort)
    : IOrderListing, IUseCase<OrderPage>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.To(Permissions.OrdersReadAny);
}

internal sealed class ListCustomerOrdersValidator : OrderListingValidator<ListCustomerOrders>;

internal sealed class ListCustomerOrdersHandler(IOrderStore orders) : IHandler<ListCustomerOrders, OrderPage>
{
    public async Task<ErrorOr<OrderPage>> Handle(ListCustomerOrders request, CancellationToken cancellationToken) =>
        await request.ReadAsync(orders, new CustomerId(request.CustomerId), cancellationToken);
}
