using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>Marks an order as paid. For staff, never over their own order, and machines.</summary>
/// <param name="Id">The order's number.</param>
public sealed record PayOrder(long Id) : IOrderChange, IUseCase<OrderDetails>
{
    /// <inheritdoc />
    public static Access Access { get; } = Fulfilment.Access;

    /// <inheritdoc />
    public Precondition Condition { get; init; } = Precondition.None;
}

internal sealed class PayOrderHandler(IOrderStore orders, CurrentCaller me, TimeProvider time)
    : FulfilmentHandler<PayOrder>(orders, me, time)
{
    protected override OrderStatus Next => OrderStatus.Paid;

    protected override AuditAction Action => AuditAction.OrderPaid;
}
