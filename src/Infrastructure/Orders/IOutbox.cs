using Modular.Domain.Customers;

namespace Modular.Infrastructure.Orders;

/// <summary>What waits to be told, for each database as it moves it quickest.</summary>
internal interface IOutbox
{
    /// <summary>
    /// Moves the oldest entries to the events, in one transaction, while no other node does. An order that was on its way while its
    /// customer became part of another is that other one's.
    /// </summary>
    /// <param name="most">At most so many entries, 1 or more.</param>
    /// <param name="cancellationToken">Ends the wait for a turn.</param>
    /// <returns>Whose they were, an entry each.</returns>
    Task<IReadOnlyList<CustomerId>> MoveAsync(int most, CancellationToken cancellationToken);
}
