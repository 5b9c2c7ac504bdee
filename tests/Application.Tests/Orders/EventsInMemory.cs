using Modular.Application.Orders.Events;
using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Application.Tests.Orders;

internal sealed class EventsInMemory : IOrderEvents
{
    private readonly List<(CustomerId Owner, OrderEvent Event)> _events = [];

    /// <summary>The last position that is no longer kept.</summary>
    public long Gone { get; set; }

    public void Happen(CustomerId owner, long order, OrderStatus status) =>
        _events.Add((owner, new OrderEvent(Last + 1, new OrderId(order), status, Callers.Noon)));

    public Task<IReadOnlyList<OrderEvent>> ReadAsync(CustomerId owner, long after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OrderEvent>>(
            [.. _events.Where(entry => entry.Owner == owner && entry.Event.Position > after).Take(limit).Select(entry => entry.Event)]);

    public Task<OrderEventRange> RangeAsync(CancellationToken cancellationToken) => Task.FromResult(new OrderEventRange(Gone, Last));

    private long Last => _events.Count == 0 ? Gone : _events[^1].Event.Position;
}
