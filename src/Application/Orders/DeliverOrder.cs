using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>Marks an order as arrived. For staff, never over their own order, and machines.</summary>
/// <param name="Id">The order's number.</param>
public sealed record DeliverOrder(long Id) : IOrderChange, IUseCase<OrderDetails>
{
    /// <inheritdoc />
    public static Access Access { get; } = Fulfilment.Access;

    /// <inheritdoc />
    public Precondition Condition { get; init; } = Precondition.None;
}

internal sealed class DeliverOrderHandler(IOrderStore orders, CurrentCaller me, TimeProvider time)
    : FulfilmentHandler<DeliverOrder>(orders, me, time)
{
    protected override OrderStatus Next => OrderStatus.Delivered;

    protected override AuditAction Action => AuditAction.OrderDelivered;
}
