using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Modular.Domain.Customers;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Retention;

namespace Modular.Infrastructure.Customers;

/// <summary>
/// Customers who only say that an identity's sign-ins have ended: made when it was unlinked or its account closed, and never used. They
/// go once no token of before can be left, and who signs in with the identity then is a new customer, as they would be anyway.
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
    /// Signed out at the moment at which they were made, as <see cref="Customer.Unlink"/> and <see cref="Customer.Close"/> make them and
    /// nobody else does, and not signed in since.
    /// </summary>
    private static IQueryable<Customer> Released(IQueryable<Customer> customers, DateTimeOffset keptSince) => customers.Where(customer =>
        customer.LastSignedInAt == null
        && customer.SignedOutAt == customer.FirstSeenAt
        && customer.SignedOutAt < keptSince
        && customer.MergedInto == null
        && customer.Status == CustomerStatus.Active);
}
