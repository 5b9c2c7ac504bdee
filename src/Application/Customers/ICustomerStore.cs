using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;

namespace Modular.Application.Customers;

/// <summary>Where customers are kept.</summary>
public interface ICustomerStore
{
    /// <summary>The customer linked to this subject of this canonical issuer, or null. Compared to the letter.</summary>
    ValueTask<CustomerStanding?> FindByIdentityAsync(string issuer, string subject, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a person's customer. When another request stored one for the same identity first, that one stays and this one is
    /// dropped.
    /// </summary>
    /// <param name="customer">A new customer with exactly one identity.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>The one that stays.</returns>
    Task<CustomerStanding> AddAtFirstSightAsync(Customer customer, CancellationToken cancellationToken);

    /// <summary>
    /// Notes when the customer signed in, without waiting for the database; an earlier sign-in than the one that is known changes nothing.
    /// When the database does not take it, the next request of that sign-in notes it again.
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
    /// <returns><see cref="Refusals.SignedOut"/> when the account was closed in the meantime; what <paramref name="check"/> refuses.</returns>
    Task<ErrorOr<Success>> ReplaceProfileAsync(
        CustomerId id, Profile profile, Func<Profile, ErrorOr<Success>> check, CancellationToken cancellationToken);

    /// <summary>Changes a customer, and appends what was done to the audit trail, in one transaction.</summary>
    /// <param name="id">The customer; the id of one that became part of another means that other one.</param>
    /// <param name="change">Changes it, and says what was done; null when there was nothing to do, and then nothing is stored.</param>
    /// <param name="stamp">Who does it.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>The customer as it is now; null for an unknown one.</returns>
    Task<Customer?> ChangeAsync(
        CustomerId id, Func<Customer, AuditAction?> change, AuditStamp stamp, CancellationToken cancellationToken);

    /// <summary>
    /// Links an identity to a customer: one that is nobody's, or that of an unused customer, who becomes part of this one. Anything
    /// else changes nothing. One transaction, with the audit trail; of several at once for the same identity, one wins.
    /// </summary>
    /// <param name="find">The customer.</param>
    /// <param name="issuer">The identity's canonical issuer.</param>
    /// <param name="subject">The identity's subject.</param>
    /// <param name="check">Refuses the present state of the customer; no other writer changes it until the identity is linked.</param>
    /// <param name="stamp">Who does it, and when.</param>
    /// <param name="dryRun">Whether only to say what would happen.</param>
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
    /// <param name="stamp">Who does it, and when.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>
    /// The identity that was removed; not found for one that is not this customer's; what <paramref name="check"/> refuses; a conflict for
    /// the last one.
    /// </returns>
    Task<ErrorOr<ExternalIdentity>> UnlinkAsync(
        CustomerId id, Guid identityId, Func<Account, ErrorOr<Success>> check, AuditStamp stamp, CancellationToken cancellationToken);

    /// <summary>Closes the customer's account, in one transaction with the audit trail: see <see cref="Customer.Close"/>.</summary>
    /// <param name="id">The customer.</param>
    /// <param name="check">Refuses the present state of the customer.</param>
    /// <param name="until">The sign-ins that end: those that are not later.</param>
    /// <param name="stamp">Who does it, and when.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>Who they were at identity providers, or what <paramref name="check"/> refuses.</returns>
    Task<ErrorOr<IReadOnlyList<ExternalIdentity>>> CloseAsync(
        CustomerId id, Func<Account, ErrorOr<Success>> check, DateTimeOffset until, AuditStamp stamp, CancellationToken cancellationToken);
}

/// <summary>A customer, whether they may act, and which sign-ins they have ended.</summary>
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
    /// whole seconds, so a sign-in in the second of the sign-out has ended, even one that came after it: that one is repeated.
    /// </summary>
    public bool HasEnded(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return SignedOutAt is { } end && !((caller.AuthenticatedAt ?? caller.IssuedAt) > end);
    }
}

/// <summary>Whom an identity is linked to: a customer by id, or whoever has another identity.</summary>
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

/// <summary>What became of a link.</summary>
/// <param name="Kind">What was done, or why nothing was.</param>
/// <param name="Merged">The customer that became part of the other one.</param>
public sealed record LinkOutcome(LinkOutcome.Result Kind, CustomerId? Merged = null)
{
    /// <summary>What was done, or why nothing was.</summary>
    public enum Result
    {
        /// <summary>The identity was nobody's, and is this customer's now.</summary>
        Linked,

        /// <summary>An unused customer had it, who is part of this one now.</summary>
        Merged,

        /// <summary>The customer had it already.</summary>
        AlreadyLinked,

        /// <summary>It is another customer's, who is in use or suspended. Nothing was changed.</summary>
        Taken,

        /// <summary>There is no such customer, or they closed their account. Nothing was changed.</summary>
        NoSuchCustomer,

        /// <summary>The customer's state was refused by the caller's check. Nothing was changed.</summary>
        Unexpected,
    }
}
