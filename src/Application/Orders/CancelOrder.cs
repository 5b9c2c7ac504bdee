using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>Cancels my order, as long as it is not on its way.</summary>
/// <param name="Id">The order's number.</param>
public sealed record CancelOrder(long Id) : IUseCase<OrderDetails>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.OrdersWrite);
}

internal sealed class CancelOrderHandler(IOrderStore orders, CurrentCaller me, TimeProvider time)
    : IHandler<CancelOrder, OrderDetails>
{
    public Task<ErrorOr<OrderDetails>> Handle(CancelOrder request, CancellationToken cancellationToken)
    {
        var id = new OrderId(request.Id);
        return orders.ChangeAsync(id, Owner.Only(me.CustomerId), Cancel, cancellationToken);

        ErrorOr<Success> Cancel(Order order) =>
            order.TryBecome(OrderStatus.Cancelled, me.Actor, time.GetUtcNow())
                ? Result.Success
                : OrderErrors.IllegalTransition(order.Status, OrderStatus.Cancelled);
    }
}
