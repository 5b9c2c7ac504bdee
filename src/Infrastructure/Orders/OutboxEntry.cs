using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Infrastructure.Orders;

/// <summary>
/// That an order reached a status, written in the transaction that brought it there, and not yet told to anybody. What is told is
/// <see cref="StoredOrderEvent"/>: by then the transaction is over, and its place in the sequence is final.
/// </summary>
internal sealed record OutboxEntry(CustomerId CustomerId, OrderId OrderId, OrderStatus Status, DateTimeOffset At)
{
    /// <summary>Ascending for one order.</summary>
    public long Id { get; private init; }

    public static OutboxEntry Of(Order order)
    {
        var last = order.History[^1];
        return new OutboxEntry(order.CustomerId, order.Id, last.Status, last.At);
    }
}
