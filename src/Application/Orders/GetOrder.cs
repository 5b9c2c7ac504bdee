using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>One order: the caller's own, or any order with the permission for all.</summary>
/// <param name="Id">The order's number.</param>
public sealed record GetOrder(long Id) : IUseCase<OrderDetails>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.OrdersRead).Or(Permissions.OrdersReadAny);
}

internal sealed class GetOrderHandler(IOrderStore orders, CurrentCaller me) : IHandler<GetOrder, OrderDetails>
{
    public async Task<ErrorOr<OrderDetails>> Handle(GetOrder request, CancellationToken cancellationToken)
    {
        var owner = me.OwnOrAnybodyWith(Permissions.OrdersReadAny);
        return await orders.FindAsync(new OrderId(request.Id), owner, cancellationToken) is { } order
            ? order
            : OrderErrors.NotFound;
    }
}
