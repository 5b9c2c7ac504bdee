using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Infrastructure.Orders;

/// <summary>
/// A status change that has not been published yet, written in the transaction of the change. The relay turns it into a
/// <see cref="StoredOrderEvent"/> after that transaction, when its place in the sequence is final.
/// </summary>
internal sealed record OutboxEntry(CustomerId CustomerId, OrderId OrderId, OrderStatus Status, DateTimeOffset At)
{
    /// <summary>Ascending for one order.</summary>
    public long Id { get; private init; }

    /// <summary>The trace context of the request that wrote it (W3C <c>traceparent</c>); null where its trace is not recorded.</summary>
    public string? TraceParent { get; private init; }

    public static OutboxEntry Of(Order order)
    {
        var last = order.History[^1];
        return new OutboxEntry(order.CustomerId, order.Id, last.Status, last.At) { TraceParent = OutboxTraces.Current };
    }
}
