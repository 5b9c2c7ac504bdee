using Microsoft.EntityFrameworkCore;
using Modular.Application.Orders.Events;
using Modular.Domain.Customers;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Orders;

internal sealed class OrderEvents(ModularDb db) : IOrderEvents
{
    public async Task<IReadOnlyList<OrderEvent>> ReadAsync(
        CustomerId owner, long after, int limit, CancellationToken cancellationToken) =>
        await db.Set<StoredOrderEvent>().AsNoTracking()
            .Where(stored => stored.CustomerId == owner && stored.Position > after)
            .OrderBy(stored => stored.Position)
            .Take(limit)
            .Select(stored => new OrderEvent(stored.Position, stored.OrderId, stored.Status, stored.At))
            .ToListAsync(cancellationToken);

    public async Task<OrderEventRange> RangeAsync(CancellationToken cancellationToken)
    {
        var all = db.Set<StoredOrderEvent>().AsNoTracking();
        var first = await all.OrderBy(stored => stored.Position).Select(stored => (long?)stored.Position).FirstOrDefaultAsync(cancellationToken);
        var last = await all.OrderByDescending(stored => stored.Position).Select(stored => (long?)stored.Position).FirstOrDefaultAsync(cancellationToken);
        return new OrderEventRange((first ?? 1) - 1, last ?? 0);
    }
}
