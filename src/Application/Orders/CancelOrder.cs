using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>Cancels my order, as long as it is not on its way.</summary>
/// <param name="Id">The order's number.</param>
public sealed record CancelOrder(long Id) : IOrderChange, IUseCase<OrderDetails>
{
    /// <inheritdoc />
    public static Access Access { get; } = Access.Own(Permissions.OrdersWrite);

    /// <inheritdoc />
    public Precondition Condition { get; init; } = Precondition.None;
}

internal sealed class CancelOrderHandler(IOrderStore orders, CurrentCaller me, TimeProvider time)
    : IHandler<CancelOrder, OrderDetails>
{
    public Task<ErrorOr<OrderDetails>> Handle(CancelOrder request, CancellationToken cancellationToken) => orders.ChangeAsync(
        new OrderId(request.Id),
        Owner.Only(me.CustomerId),
        order => request.ApplyTo(order, OrderStatus.Cancelled, me.Actor, time.GetUtcNow()),
        record: null,
        cancellationToken);
}
