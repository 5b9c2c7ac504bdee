using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>Sends an order on its way. For staff, never over their own order, and machines.</summary>
/// <param name="Id">The order's number.</param>
public sealed record ShipOrder(long Id) : IOrderChange, IUseCase<OrderDetails>
{
    /// <inheritdoc />
    public static Access Access { get; } = Fulfilment.Access;

    /// <inheritdoc />
    public Precondition Condition { get; init; } = Precondition.None;
}

internal sealed class ShipOrderHandler(IOrderStore orders, CurrentCaller me, TimeProvider time)
    : FulfilmentHandler<ShipOrder>(orders, me, time)
{
    protected override OrderStatus Next => OrderStatus.Shipping;

    protected override AuditAction Action => AuditAction.OrderShipped;
}
