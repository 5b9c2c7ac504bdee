using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Modular.Domain.Customers;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Retention;

namespace Modular.Infrastructure.Customers;

/// <summary>
/// Deletes customers that only record that an identity's sign-ins have ended: they were made when it was unlinked or its account closed, and
/// never used. No earlier token can be valid any more at that age. The next sign-in with the identity makes a new customer.
/// </summary>
internal sealed class ReleasedCustomerRetention(IOptions<RetentionOptions> options) : IRetention
{
    public string What => "identities that were given up";

    public async Task<int> DeleteAsync(ModularDb db, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        var keptSince = now - TimeSpan.FromDays(options.Value.ReleasedDays);
        var candidates = await Released(db.CustomersWithoutData.AsNoTracking(), keptSince).OrderBy(customer => customer.Id).Take(most)
            .Select(customer => customer.Id).ToListAsync(cancellationToken);
        if (candidates.Count == 0)
        {
            return 0;
        }

        // Checked again under the lock.
        await db.LockCustomersAsync(candidates, cancellationToken);
        foreach (var customer in await Released(db.Customers.Where(customer => candidates.Contains(customer.Id)), keptSince).ToListAsync(cancellationToken))
        {
            if (customer.IsUnused
                && !await db.HasDataOfAsync(customer.Id, cancellationToken)
                && !await db.Customers.AnyAsync(other => other.MergedInto == customer.Id, cancellationToken))
            {
                db.Remove(customer);
            }
        }

        var deleted = db.ChangeTracker.Entries<Customer>().Count(entry => entry.State == EntityState.Deleted);
        await db.SaveChangesAsync(cancellationToken);
        return deleted;
    }

    /// <summary>
    /// The customers that were signed out at the moment at which they were made, which only <see cref="Customer.Unlink"/> and
    /// <see cref="Customer.Close"/> do, and that have not signed in since.
    /// </summary>
    private static IQueryable<Customer> Released(IQueryable<Customer> customers, DateTimeOffset keptSince) => customers.Where(customer =>
        customer.LastSignedInAt == null
        && customer.SignedOutAt == customer.FirstSeenAt
        && customer.SignedOutAt < keptSince
        && customer.MergedInto == null
        && customer.Status == CustomerStatus.Active);
}
