using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Infrastructure.Orders;

/// <summary>An event of an order in the sequence in which events became known: no later one has a lower position.</summary>
internal sealed record StoredOrderEvent(CustomerId CustomerId, OrderId OrderId, OrderStatus Status, DateTimeOffset At)
{
    public long Position { get; private init; }
}
