using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Retention;

namespace Modular.Infrastructure.Orders;

/// <summary>The events of orders lose their beginning, and never the last one: where they go on is told by it.</summary>
internal sealed class OrderEventRetention(IOptions<RetentionOptions> options) : IRetention
{
    public string What => "events of orders";

    public async Task<int> DeleteAsync(ModularDb db, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        var keptSince = now - TimeSpan.FromDays(options.Value.EventDays);
        var oldest = await db.Set<StoredOrderEvent>().AsNoTracking().OrderBy(stored => stored.Position).Take(most + 1)
            .Select(stored => new { stored.Position, stored.At }).ToListAsync(cancellationToken);
        var over = oldest.SkipLast(1).TakeWhile(stored => stored.At < keptSince).ToList();
        if (over.Count == 0)
        {
            return 0;
        }

        var last = over[^1].Position;
        return await db.Set<StoredOrderEvent>().Where(stored => stored.Position <= last).ExecuteDeleteAsync(cancellationToken);
    }
}
