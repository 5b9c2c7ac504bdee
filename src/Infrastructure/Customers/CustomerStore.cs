using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Modular.Application.Customers;
using Modular.Domain.Customers;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Customers;

internal sealed class CustomerStore(ModularDb db, CustomerQueries queries) : ICustomerStore
{
    public async ValueTask<CustomerStanding?> FindByIdentityAsync(
        string issuer, string subject, CancellationToken cancellationToken) =>
        await queries.ByIdentity(db, issuer, subject, cancellationToken);

    public async Task<CustomerStanding> AddAtFirstSightAsync(Customer customer, CancellationToken cancellationToken)
    {
        // The transaction takes the writer's place at once: whoever comes second finds the first one's customer, and nothing fails.
        var identity = customer.Identities.Single();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await FindByIdentityAsync(identity.Issuer, identity.Subject, cancellationToken) is { } first)
        {
            return first;
        }

        db.Customers.Add(customer);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new CustomerStanding(customer.Id, customer.Status, customer.SignedOutAt);
    }

    public async Task<Account> GetAccountAsync(CustomerId id, CancellationToken cancellationToken)
    {
        var customer = await KnownAsync(db.Customers.AsNoTracking(), id, cancellationToken);
        return new Account(
            customer.Id.Value,
            customer.Status,
            [
                .. customer.Identities.OrderBy(identity => identity.LinkedAt)
                    .Select(identity => new LinkedIdentity(identity.Id, identity.Issuer, identity.Subject)),
            ]);
    }

    public async Task<Profile> GetProfileAsync(CustomerId id, CancellationToken cancellationToken) =>
        (await KnownAsync(db.Customers.AsNoTracking(), id, cancellationToken)).Profile;

    public async Task ReplaceProfileAsync(CustomerId id, Profile profile, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var customer = await KnownAsync(db.Customers, id, cancellationToken);
        customer.Describe(profile);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<Customer?> ChangeAsync(
        CustomerId id, Func<Customer, CustomerAction?> change, AuditStamp stamp, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await FindAsync(db.Customers, id, cancellationToken) is not { } customer)
        {
            return null;
        }

        if (change(customer) is { } action)
        {
            Append(stamp, action, customer.Id);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return customer;
    }

    public async Task<LinkOutcome> LinkAsync(
        LinkTarget find, string issuer, string subject, AuditStamp stamp, bool dryRun, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(dryRun, cancellationToken);
        var customer = find switch
        {
            LinkTarget.ById target => await FindAsync(db.Customers, target.Id, cancellationToken),
            LinkTarget.ByIdentity target => await HolderAsync(target.Issuer, target.Subject, cancellationToken),
            _ => null,
        };
        if (customer is null)
        {
            return new LinkOutcome(LinkOutcome.Result.NoSuchCustomer);
        }

        var holder = await HolderAsync(issuer, subject, cancellationToken);
        if (holder == customer)
        {
            return new LinkOutcome(LinkOutcome.Result.AlreadyLinked);
        }

        if (holder is not null && (!holder.IsUnused || await db.HasDataOfAsync(holder.Id, cancellationToken)))
        {
            return new LinkOutcome(LinkOutcome.Result.Taken);
        }

        var outcome = holder is null
            ? Link(customer, issuer, subject, stamp)
            : await MergeAsync(customer, holder, stamp, cancellationToken);
        if (transaction is not null)
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return outcome;
    }

    public async Task<ErrorOr<ExternalIdentity>> UnlinkAsync(
        CustomerId id, Guid identityId, AuditStamp stamp, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var customer = await KnownAsync(db.Customers, id, cancellationToken);
        if (customer.Identities.SingleOrDefault(i => i.Id == identityId) is not { } identity)
        {
            return CustomerErrors.IdentityNotFound;
        }

        if (customer.Unlink(identityId, stamp.At) is not { } released)
        {
            return CustomerErrors.LastIdentity;
        }

        db.Customers.Add(released);
        Append(stamp, CustomerAction.IdentityUnlinked, customer.Id, released.Id, identityId);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return identity;
    }

    /// <summary>The customer; the one that it became part of, if it did. Between the two, a request may still be on its way.</summary>
    private static async Task<Customer?> FindAsync(IQueryable<Customer> customers, CustomerId id, CancellationToken cancellationToken)
    {
        var found = await customers.SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        return found?.MergedInto is { } other ? await customers.SingleAsync(c => c.Id == other, cancellationToken) : found;
    }

    private static async Task<Customer> KnownAsync(IQueryable<Customer> customers, CustomerId id, CancellationToken cancellationToken) =>
        await FindAsync(customers, id, cancellationToken) ?? throw new InvalidOperationException("A caller's customer is gone.");

    // By the identity's index first: asked for a customer with such an identity, the database would look at all of them.
    private async Task<Customer?> HolderAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        await FindByIdentityAsync(issuer, subject, cancellationToken) is { } holder
            ? await db.Customers.SingleAsync(c => c.Id == holder.Id, cancellationToken)
            : null;

    // What is only looked at takes no place from a writer.
    private async Task<IDbContextTransaction?> BeginAsync(bool dryRun, CancellationToken cancellationToken) =>
        dryRun ? null : await db.Database.BeginTransactionAsync(cancellationToken);

    private LinkOutcome Link(Customer customer, string issuer, string subject, AuditStamp stamp)
    {
        var identity = customer.Link(issuer, subject, stamp.At);
        Append(stamp, CustomerAction.IdentityLinked, customer.Id, identityId: identity.Id);
        return new LinkOutcome(LinkOutcome.Result.Linked);
    }

    private async Task<LinkOutcome> MergeAsync(Customer customer, Customer unused, AuditStamp stamp, CancellationToken cancellationToken)
    {
        var identity = customer.Absorb(unused, stamp.At);

        // Whoever became part of that one earlier is found in one step all the same.
        foreach (var earlier in await db.Customers.Where(c => c.MergedInto == unused.Id).ToListAsync(cancellationToken))
        {
            earlier.FollowInto(customer.Id);
        }

        Append(stamp, CustomerAction.Merged, customer.Id, unused.Id, identity.Id);
        return new LinkOutcome(LinkOutcome.Result.Merged, unused.Id);
    }

    private void Append(
        AuditStamp stamp, CustomerAction action, CustomerId customer, CustomerId? other = null, Guid? identityId = null) =>
        db.AuditEntries.Add(new AuditEntry(stamp.Actor, stamp.ClientId, action, customer, stamp.At)
        {
            OtherCustomerId = other,
            IdentityId = identityId,
        });
}
