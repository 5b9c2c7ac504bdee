using Microsoft.EntityFrameworkCore;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Retention;
using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Retention;

/// <summary>The audit trail loses its beginning and nothing else; on a database of its own, for nothing else can be taken away from it.</summary>
public abstract class AuditRetentionContract(Store store)
{
    // The database decides by its own clock which entries are old.
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().ToWholeMilliseconds();

    [Fact]
    public async Task It_is_kept_for_two_years()
    {
        var entries = Enumerable.Repeat(800, 600).Concat([731, 729, 731, 0]).Select(daysAgo =>
            new AuditEntry(Actor.Command("test"), "test", AuditAction.Suspended, CustomerId.New(Now), Now.AddDays(-daysAgo)));
        await store.WriteAsync((db, cancellationToken) =>
        {
            db.AuditEntries.AddRange(entries);
            return db.SaveChangesAsync(cancellationToken);
        });

        await store.WithAsync<RetentionService, bool>(async (upkeep, cancellationToken) =>
        {
            await upkeep.RunRoundAsync(Now, cancellationToken);
            return true;
        });

        // An old entry behind a younger one stays: the trail has no gaps.
        (await store.WithAsync<ModularDb, List<DateTimeOffset>>((db, cancellationToken) =>
                db.AuditEntries.OrderBy(entry => entry.Id).Select(entry => entry.At).ToListAsync(cancellationToken)))
            .ShouldBe([Now.AddDays(-729), Now.AddDays(-731), Now]);
    }
}
