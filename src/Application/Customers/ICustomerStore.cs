using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>The store of customers.</summary>
public interface ICustomerStore
{
    /// <summary>The customer linked to this subject of this canonical issuer, or null. Compared character by character.</summary>
    ValueTask<CustomerStanding?> FindByIdentityAsync(string issuer, string subject, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a person's customer. If another request has stored a customer of the same identity first, that customer stays and this
    /// one is dropped.
    /// </summary>
    /// <param name="customer">A new customer with exactly one identity.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>The customer that stays.</returns>
    Task<CustomerStanding> AddAtFirstSightAsync(Customer customer, CancellationToken cancellationToken);

    /// <summary>
    /// Notes when the customer signed in, without waiting for the database; an earlier sign-in than the one that is known changes nothing.
    /// If the database does not store it, the next request of that sign-in notes it again.
    /// </summary>
    void NoteSignIn(CustomerId id, DateTimeOffset at);

    /// <summary>The customer's account.</summary>
    Task<Account> GetAccountAsync(CustomerId id, CancellationToken cancellationToken);

    /// <summary>The customer's profile.</summary>
    Task<Profile> GetProfileAsync(CustomerId id, CancellationToken cancellationToken);

    /// <summary>Replaces the customer's profile, in one transaction with the check.</summary>
    /// <param name="id">The customer.</param>
    /// <param name="profile">The new profile.</param>
    /// <param name="check">Refuses the present state; no other writer changes the customer until the profile is replaced.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns><see cref="Refusals.SignedOut"/> if the account was closed in the meantime; the errors of <paramref name="check"/>.</returns>
    Task<ErrorOr<Success>> ReplaceProfileAsync(
        CustomerId id, Profile profile, Func<Profile, ErrorOr<Success>> check, CancellationToken cancellationToken);

    /// <summary>Changes a customer, and appends the action to the audit trail, in one transaction.</summary>
    /// <param name="id">The customer; the id of a merged customer means the one that it was merged into.</param>
    /// <param name="change">Changes it, and returns the action; null if there was nothing to do, and then nothing is stored.</param>
    /// <param name="stamp">The actor, the client and the time.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>The customer as it is now; null for an unknown one.</returns>
    Task<Customer?> ChangeAsync(
        CustomerId id, Func<Customer, AuditAction?> change, AuditStamp stamp, CancellationToken cancellationToken);

    /// <summary>
    /// Links an identity to a customer. The identity is new, or that of an unused customer, who is merged into this one; any other
    /// identity stays where it is. One transaction, with the audit trail; of several at once for the same identity, one wins.
    /// </summary>
    /// <param name="find">The customer.</param>
    /// <param name="issuer">The identity's canonical issuer.</param>
    /// <param name="subject">The identity's subject.</param>
    /// <param name="check">Refuses the present state of the customer; no other writer changes it until the identity is linked.</param>
    /// <param name="stamp">The actor, the client and the time.</param>
    /// <param name="dryRun">Whether to report the outcome without a change.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    Task<LinkOutcome> LinkAsync(
        LinkTarget find,
        string issuer,
        string subject,
        Func<Account, ErrorOr<Success>> check,
        AuditStamp stamp,
        bool dryRun,
        CancellationToken cancellationToken);

    /// <summary>Removes an identity from a customer, in one transaction with the audit trail: see <see cref="Customer.Unlink"/>.</summary>
    /// <param name="id">The customer.</param>
    /// <param name="identityId">The identity.</param>
    /// <param name="check">Refuses the present state of a customer who has this identity.</param>
    /// <param name="stamp">The actor, the client and the time.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>
    /// The identity that was removed; not found for an identity of another customer; the errors of <paramref name="check"/>; a conflict
    /// for the last identity.
    /// </returns>
    Task<ErrorOr<ExternalIdentity>> UnlinkAsync(
        CustomerId id, Guid identityId, Func<Account, ErrorOr<Success>> check, AuditStamp stamp, CancellationToken cancellationToken);

    /// <summary>Closes the customer's account, in one transaction with the audit trail: see <see cref="Customer.Close"/>.</summary>
    /// <param name="id">The customer.</param>
    /// <param name="check">Refuses the present state of the customer.</param>
    /// <param name="until">The time up to which sign-ins end.</param>
    /// <param name="stamp">The actor, the client and the time.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>The identities that the customer had, or the errors of <paramref name="check"/>.</returns>
    Task<ErrorOr<IReadOnlyList<ExternalIdentity>>> CloseAsync(
        CustomerId id, Func<Account, ErrorOr<Success>> check, DateTimeOffset until, AuditStamp stamp, CancellationToken cancellationToken);
}

/// <summary>The state of a customer that decides on each request: the status, and the sign-ins that have ended.</summary>
/// <param name="Id">Our own id.</param>
/// <param name="Status">Whether they may act.</param>
/// <param name="SignedOutAt">When they last signed out everywhere.</param>
/// <param name="LastSignedInAt">When they last signed in, as far as was seen.</param>
public sealed record CustomerStanding(
    CustomerId Id, CustomerStatus Status, DateTimeOffset? SignedOutAt = null, DateTimeOffset? LastSignedInAt = null)
{
    /// <summary>
    /// Whether the sign-in that <paramref name="caller"/>'s token comes from has ended: it is not later than the sign-out. A sign-in's
    /// time is <c>auth_time</c>, which a refresh does not renew, else <c>iat</c>; without either it has ended. Providers cut both to
    /// whole seconds, so a sign-in in the second of the sign-out has ended, even a later one, which the person has to repeat.
    /// </summary>
    public bool HasEnded(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return SignedOutAt is { } end && !((caller.AuthenticatedAt ?? caller.IssuedAt) > end);
    }
}

/// <summary>The customer that an identity is linked to: by id, or by another identity of the customer.</summary>
public abstract record LinkTarget
{
    private LinkTarget()
    {
    }

    /// <summary>This customer.</summary>
    public sealed record ById(CustomerId Id) : LinkTarget;

    /// <summary>The customer who has this identity.</summary>
    public sealed record ByIdentity(string Issuer, string Subject) : LinkTarget;
}

/// <summary>The outcome of a link.</summary>
/// <param name="Kind">The result.</param>
/// <param name="Merged">The customer that was merged into the other one.</param>
public sealed record LinkOutcome(LinkOutcome.Result Kind, CustomerId? Merged = null)
{
    /// <summary>The result of a link: the change, or the reason why there was none.</summary>
    public enum Result
    {
        /// <summary>The identity was new, and is linked to this customer now.</summary>
        Linked,

        /// <summary>An unused customer had it, who is merged into this one now.</summary>
        Merged,

        /// <summary>The customer had it already.</summary>
        AlreadyLinked,

        /// <summary>Another customer, in use or suspended, has the identity. Nothing was changed.</summary>
        Taken,

        /// <summary>There is no such customer, or they closed their account. Nothing was changed.</summary>
        NoSuchCustomer,

        /// <summary>The customer's state was refused by the caller's check. Nothing was changed.</summary>
        Unexpected,
    }
}
