using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Application.Orders.Events;

/// <summary>The events of orders, in the sequence in which they became known. Kept for a bounded time.</summary>
public interface IOrderEvents
{
    /// <summary>A customer's events behind a position, oldest first.</summary>
    /// <param name="owner">The customer.</param>
    /// <param name="after">Behind this position.</param>
    /// <param name="limit">At most so many, 1 or more.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    Task<IReadOnlyList<OrderEvent>> ReadAsync(CustomerId owner, long after, int limit, CancellationToken cancellationToken);

    /// <summary>The part that is kept, of the events of all customers.</summary>
    Task<OrderEventRange> RangeAsync(CancellationToken cancellationToken);
}

/// <summary>A status that an order reached.</summary>
/// <param name="Position">Its place in the sequence, 1 or more, ascending.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Status">The status it reached.</param>
/// <param name="At">When, UTC.</param>
public sealed record OrderEvent(long Position, OrderId OrderId, OrderStatus Status, DateTimeOffset At);

/// <summary>Which events are kept.</summary>
/// <param name="Gone">The last position that is no longer kept; 0 if none went.</param>
/// <param name="Last">The last position; <paramref name="Gone"/> if there is none behind it.</param>
public sealed record OrderEventRange(long Gone, long Last)
{
    /// <summary>Whether all events behind <paramref name="position"/> are kept: it is no older than the deleted ones, and no newer than the last one.</summary>
    public bool Continues(long position) => position >= Gone && position <= Last;
}
