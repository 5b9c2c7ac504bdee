using Microsoft.EntityFrameworkCore;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Retention;

namespace Modular.Infrastructure.Orders;

/// <summary>Names of requests are forgotten once they may be used again.</summary>
internal sealed class IdempotencyRecordRetention : IRetention
{
    public string What => "idempotency keys";

    public async Task<int> DeleteAsync(ModularDb db, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        var keptSince = now - IdempotencyRecord.KeptFor;
        var over = await db.Set<IdempotencyRecord>().Where(used => used.At < keptSince).OrderBy(used => used.At).Take(most).ToListAsync(cancellationToken);
        db.RemoveRange(over);
        return await db.SaveChangesAsync(cancellationToken);
    }
}
