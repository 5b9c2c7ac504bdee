using Microsoft.EntityFrameworkCore;
using Modular.Application.Customers;
using Modular.Domain.Customers;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Customers;

internal sealed class CustomerStore(ModularDb db, CustomerQueries queries) : ICustomerStore
{
    public async ValueTask<CustomerStanding?> FindByIdentityAsync(
        string issuer, string subject, CancellationToken cancellationToken) =>
        await queries.ByIdentity(db, issuer, subject, cancellationToken);

    public async Task<CustomerId> AddAtFirstSightAsync(Customer customer, CancellationToken cancellationToken)
    {
        db.Customers.Add(customer);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return customer.Id;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            var identity = customer.Identities.Single();
            if (await FindByIdentityAsync(identity.Issuer, identity.Subject, cancellationToken) is { } first)
            {
                return first.Id;
            }

            throw;
        }
    }

    public async Task<Account> GetAccountAsync(CustomerId id, CancellationToken cancellationToken)
    {
        var customer = await db.Customers.AsNoTracking().SingleAsync(c => c.Id == id, cancellationToken);
        return new Account(
            customer.Id.Value,
            customer.Status,
            [
                .. customer.Identities.OrderBy(identity => identity.LinkedAt)
                    .Select(identity => new LinkedIdentity(identity.Id, identity.Issuer, identity.Subject)),
            ]);
    }

    public async Task<Profile> GetProfileAsync(CustomerId id, CancellationToken cancellationToken) =>
        await db.Customers.AsNoTracking().Where(c => c.Id == id).Select(c => c.Profile).SingleAsync(cancellationToken);

    public async Task ReplaceProfileAsync(CustomerId id, Profile profile, CancellationToken cancellationToken)
    {
        var customer = await db.Customers.SingleAsync(c => c.Id == id, cancellationToken);
        customer.Describe(profile);
        await db.SaveChangesAsync(cancellationToken);
    }
}
