using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Retention;

/// <summary>Deletes the oldest entries of the audit trail. A trigger of the database refuses to delete younger ones.</summary>
internal sealed class AuditRetention(IOptions<RetentionOptions> options) : IRetention
{
    // The database compares with its own clock, and would refuse the whole step for one entry that is too young.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromHours(1);

    public string What => "entries of the audit trail";

    public async Task<int> DeleteAsync(ModularDb db, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        var keptSince = now - TimeSpan.FromDays(options.Value.AuditDays) - ClocksDiffer;
        var oldest = await db.AuditEntries.AsNoTracking().OrderBy(entry => entry.Id).Take(most)
            .Select(entry => new { entry.Id, entry.At }).ToListAsync(cancellationToken);
        var over = oldest.TakeWhile(entry => entry.At < keptSince).ToList();
        if (over.Count == 0)
        {
            return 0;
        }

        var last = over[^1].Id;
        return await db.AuditEntries.Where(entry => entry.Id <= last).ExecuteDeleteAsync(cancellationToken);
    }
}
