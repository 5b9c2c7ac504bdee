using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Modular.Application.Customers;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Customers;

/// <summary>
/// Customers in a database, as EF reads and writes them. A database product overrides the read that each request of a person begins
/// with, in a statement of its own.
/// </summary>
internal abstract class CustomerStore(Lazy<ModularDb> db, IWriter writer, CustomerQueries queries, SignInNotes notes) : ICustomerStore
{
    /// <inheritdoc/>
    public abstract ValueTask<CustomerStanding?> FindByIdentityAsync(string issuer, string subject, CancellationToken cancellationToken);

    public Task<CustomerStanding> AddAtFirstSightAsync(Customer customer, CancellationToken cancellationToken)
    {
        var identity = customer.Identities.Single();
        return writer.WriteAsync((identity.Issuer, identity.Subject), AddAsync, cancellationToken);

        // The second of two requests finds the customer that the first one made, at the latest with the next try.
        async Task<CustomerStanding> AddAsync(ModularDb write, CancellationToken cancelled)
        {
            if (await queries.ByIdentity(write, identity.Issuer, identity.Subject, cancelled) is { } first)
            {
                return first;
            }

            write.Customers.Add(customer);
            await write.SaveChangesAsync(cancelled);
            return new CustomerStanding(customer.Id, customer.Status, customer.SignedOutAt, customer.LastSignedInAt);
        }
    }

    public void NoteSignIn(CustomerId id, DateTimeOffset at) => notes.Note(id, at.ToWholeMilliseconds());

    public async Task<Account> GetAccountAsync(CustomerId id, CancellationToken cancellationToken)
    {
        // Before the read: a note that is written meanwhile is then in one of the two.
        var waiting = notes.Waiting(id);
        var account = AccountOf(await KnownAsync(db.Value.Customers.AsNoTracking(), id, cancellationToken));
        return waiting is { } at ? account.SignedInAt(at) : account;
    }

    public async Task<Profile> GetProfileAsync(CustomerId id, CancellationToken cancellationToken) =>
        (await KnownAsync(db.Value.Customers.AsNoTracking(), id, cancellationToken)).Profile;

    public Task<ErrorOr<Success>> ReplaceProfileAsync(
        CustomerId id, Profile profile, Func<Profile, ErrorOr<Success>> check, CancellationToken cancellationToken) => writer.WriteAsync(
        id,
        async (write, cancelled) =>
        {
            var customer = await LockKnownAsync(write, id, cancelled);
            if (customer.Status == CustomerStatus.Closed)
            {
                return Refusals.SignedOut;
            }

            var expected = check(customer.Profile);
            if (!expected.IsError)
            {
                customer.Describe(profile);
                await write.SaveChangesAsync(cancelled);
            }

            return expected;
        },
        cancellationToken);

    public Task<Customer?> ChangeAsync(
        CustomerId id, Func<Customer, AuditAction?> change, AuditStamp stamp, CancellationToken cancellationToken) => writer.WriteAsync(
        id,
        async (write, cancelled) =>
        {
            var customer = await LockAsync(write, id, cancelled);
            if (customer is not null && change(customer) is { } action)
            {
                Append(write, stamp, action, customer.Id);
                await write.SaveChangesAsync(cancelled);
            }

            return customer;
        },
        cancellationToken);

    public Task<LinkOutcome> LinkAsync(
        LinkTarget find,
        string issuer,
        string subject,
        Func<Account, ErrorOr<Success>> check,
        AuditStamp stamp,
        bool dryRun,
        CancellationToken cancellationToken)
    {
        // A dry run only reads, so it takes no turn of the writer.
        return dryRun
            ? LookAsync(db.Value, new LinkOutcome(LinkOutcome.Result.Linked), cancellationToken)
            : writer.WriteAsync(find is LinkTarget.ById known ? known.Id : find, (write, cancelled) => LookAsync(write, outcome: null, cancelled), cancellationToken);

        async Task<LinkOutcome> LookAsync(ModularDb look, LinkOutcome? outcome, CancellationToken cancelled)
        {
            var holding = await queries.ByIdentity(look, issuer, subject, cancelled);
            var target = find switch
            {
                LinkTarget.ById byId => byId.Id,
                LinkTarget.ByIdentity by => (await queries.ByIdentity(look, by.Issuer, by.Subject, cancelled))?.Id,
                _ => null,
            };
            if (target is not { } id)
            {
                return new LinkOutcome(LinkOutcome.Result.NoSuchCustomer);
            }

            if (outcome is null)
            {
                await look.LockCustomersAsync(holding is null ? [id] : [id, holding.Id], cancelled);
            }

            if (await FindAsync(look.Customers, id, cancelled) is not { Status: not CustomerStatus.Closed } customer)
            {
                return new LinkOutcome(LinkOutcome.Result.NoSuchCustomer);
            }

            if (check(AccountOf(customer)).IsError)
            {
                return new LinkOutcome(LinkOutcome.Result.Unexpected);
            }

            // By the identity's index first: asked for a customer with such an identity, the database would look at all of them.
            var holder = holding is null ? null : await look.Customers.SingleAsync(c => c.Id == holding.Id, cancelled);
            if (holder == customer)
            {
                return new LinkOutcome(LinkOutcome.Result.AlreadyLinked);
            }

            if (holder is not null && (!holder.IsUnused || await look.HasDataOfAsync(holder.Id, cancelled)))
            {
                return new LinkOutcome(LinkOutcome.Result.Taken);
            }

            if (outcome is not null)
            {
                return holder is null ? outcome : new LinkOutcome(LinkOutcome.Result.Merged, holder.Id);
            }

            var done = holder is null
                ? Link(look, customer, issuer, subject, stamp)
                : await MergeAsync(look, customer, holder, stamp, cancelled);
            await look.SaveChangesAsync(cancelled);
            return done;
        }
    }

    public Task<ErrorOr<ExternalIdentity>> UnlinkAsync(
        CustomerId id, Guid identityId, Func<Account, ErrorOr<Success>> check, AuditStamp stamp, CancellationToken cancellationToken) =>
        writer.WriteAsync<ErrorOr<ExternalIdentity>>(
        id,
        async (write, cancelled) =>
        {
            var customer = await LockKnownAsync(write, id, cancelled);
            if (customer.Identities.SingleOrDefault(i => i.Id == identityId) is not { } identity)
            {
                return CustomerErrors.IdentityNotFound;
            }

            var expected = check(AccountOf(customer));
            if (expected.IsError)
            {
                return expected.Errors;
            }

            if (customer.Unlink(identityId, stamp.At) is not { } released)
            {
                return CustomerErrors.LastIdentity;
            }

            await SaveReleasedAsync(write, [released], cancelled);
            Append(write, stamp, AuditAction.IdentityUnlinked, customer.Id, released.Id, identityId);
            await write.SaveChangesAsync(cancelled);
            return identity;
        },
        cancellationToken);

    public Task<ErrorOr<IReadOnlyList<ExternalIdentity>>> CloseAsync(
        CustomerId id, Func<Account, ErrorOr<Success>> check, DateTimeOffset until, AuditStamp stamp, CancellationToken cancellationToken) =>
        writer.WriteAsync<ErrorOr<IReadOnlyList<ExternalIdentity>>>(
            id,
            async (write, cancelled) =>
            {
                var customer = await LockKnownAsync(write, id, cancelled);
                var expected = check(AccountOf(customer));
                if (expected.IsError)
                {
                    return expected.Errors;
                }

                IReadOnlyList<ExternalIdentity> identities = [.. customer.Identities];
                await SaveReleasedAsync(write, customer.Close(stamp.At, until), cancelled);
                Append(write, stamp, AuditAction.AccountClosed, customer.Id);
                await write.SaveChangesAsync(cancelled);
                return identities.ToErrorOr();
            },
            cancellationToken);

    // A sign-in that is noted and not yet written counts.
    private Account AccountOf(Customer customer)
    {
        var account = Account.Of(customer);
        return notes.Waiting(customer.Id) is { } waiting ? account.SignedInAt(waiting) : account;
    }

    /// <summary>The customer; the one that it became part of, if it did. Between the two, a request may still be on its way.</summary>
    private static async Task<Customer?> FindAsync(IQueryable<Customer> customers, CustomerId id, CancellationToken cancellationToken)
    {
        var found = await customers.SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        return found?.MergedInto is { } other ? await customers.SingleAsync(c => c.Id == other, cancellationToken) : found;
    }

    private static async Task<Customer> KnownAsync(IQueryable<Customer> customers, CustomerId id, CancellationToken cancellationToken) =>
        await FindAsync(customers, id, cancellationToken) ?? throw ActingCustomer.Gone();

    /// <summary>As <see cref="FindAsync"/>, for a change: as it is now, and as it stays until the transaction ends.</summary>
    private static async Task<Customer?> LockAsync(ModularDb write, CustomerId id, CancellationToken cancellationToken)
    {
        await write.LockCustomersAsync([id], cancellationToken);
        var found = await write.Customers.SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (found?.MergedInto is not { } other)
        {
            return found;
        }

        await write.LockCustomersAsync([other], cancellationToken);
        return await write.Customers.SingleAsync(c => c.Id == other, cancellationToken);
    }

    private static async Task<Customer> LockKnownAsync(ModularDb write, CustomerId id, CancellationToken cancellationToken) =>
        await LockAsync(write, id, cancellationToken) ?? throw ActingCustomer.Gone();

    private static LinkOutcome Link(ModularDb write, Customer customer, string issuer, string subject, AuditStamp stamp)
    {
        var identity = customer.Link(issuer, subject, stamp.At);
        Append(write, stamp, AuditAction.IdentityLinked, customer.Id, identityId: identity.Id);
        return new LinkOutcome(LinkOutcome.Result.Linked);
    }

    private static async Task<LinkOutcome> MergeAsync(
        ModularDb write, Customer customer, Customer unused, AuditStamp stamp, CancellationToken cancellationToken)
    {
        var identity = customer.Merge(unused, stamp.At);

        // A customer that was merged into that one before is redirected as well, so that each is found in one step.
        foreach (var earlier in await write.Customers.Where(c => c.MergedInto == unused.Id).ToListAsync(cancellationToken))
        {
            earlier.RedirectTo(customer.Id);
        }

        Append(write, stamp, AuditAction.Merged, customer.Id, unused.Id, identity.Id);
        return new LinkOutcome(LinkOutcome.Result.Merged, unused.Id);
    }

    // The identities are removed before they are added: the unique index never sees one twice.
    private static async Task SaveReleasedAsync(ModularDb write, IEnumerable<Customer> released, CancellationToken cancellationToken)
    {
        await write.SaveChangesAsync(cancellationToken);
        write.Customers.AddRange(released);
    }

    private static void Append(
        ModularDb write, AuditStamp stamp, AuditAction action, CustomerId customer, CustomerId? other = null, Guid? identityId = null) =>
        write.AuditEntries.Add(new AuditEntry(stamp.Actor, stamp.ClientId, action, customer, stamp.At)
        {
            OtherCustomerId = other,
            IdentityId = identityId,
        });
}
