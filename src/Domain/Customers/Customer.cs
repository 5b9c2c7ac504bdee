namespace Modular.Domain.Customers;

/// <summary>A person who orders. Has an id of our own, to which identities of identity providers are linked.</summary>
public sealed class Customer
{
    private readonly List<ExternalIdentity> _identities = [];

    // For the database's mapper.
    private Customer() => Profile = Profile.Empty;

    /// <summary>Our own id.</summary>
    public CustomerId Id { get; private init; }

    /// <summary>Whether they may act.</summary>
    public CustomerStatus Status { get; private set; }

    /// <summary>The contact data of the customer.</summary>
    public Profile Profile { get; private set; }

    /// <summary>When they were first seen, in UTC with milliseconds.</summary>
    public DateTimeOffset FirstSeenAt { get; private init; }

    /// <summary>When they, or staff for them, last signed out everywhere, in UTC with milliseconds. Never moves backwards.</summary>
    public DateTimeOffset? SignedOutAt { get; private set; }

    /// <summary>When they last signed in at an identity provider, as far as was seen here, in UTC with milliseconds.</summary>
    public DateTimeOffset? LastSignedInAt { get; private init; }

    /// <summary>The customer that this one became part of: from then on it has no identity, and its id means the other one.</summary>
    public CustomerId? MergedInto { get; private set; }

    /// <summary>The customer's identities at identity providers: at least one, unless <see cref="MergedInto"/> another customer or closed.</summary>
    public IReadOnlyList<ExternalIdentity> Identities => _identities;

    /// <summary>A customer at first sight of a person: with one identity and an empty profile.</summary>
    /// <param name="id">A new id.</param>
    /// <param name="issuer">The provider's canonical issuer.</param>
    /// <param name="subject">The provider's subject.</param>
    /// <param name="now">The moment.</param>
    /// <param name="signedInAt">When they signed in, if the provider says.</param>
    /// <exception cref="ArgumentException">The issuer or subject is blank or too long.</exception>
    public static Customer FirstSeen(CustomerId id, string issuer, string subject, DateTimeOffset now, DateTimeOffset? signedInAt = null)
    {
        var customer = new Customer
        {
            Id = id,
            Status = CustomerStatus.Active,
            FirstSeenAt = now.ToWholeMilliseconds(),
            LastSignedInAt = signedInAt?.ToWholeMilliseconds(),
        };
        customer._identities.Add(new ExternalIdentity(issuer, subject, now));
        return customer;
    }

    /// <summary>Links one more identity. The store ensures that no other customer has it.</summary>
    /// <exception cref="ArgumentException">The issuer or subject is blank or too long.</exception>
    public ExternalIdentity Link(string issuer, string subject, DateTimeOffset now)
    {
        var identity = new ExternalIdentity(issuer, subject, now);
        _identities.Add(identity);
        return identity;
    }

    /// <summary>
    /// Moves one identity to a new, empty customer who is signed out as of now: earlier sign-ins with it have ended, and the next
    /// sign-in with it belongs to the new customer.
    /// </summary>
    /// <returns>The new customer; null for the last identity, without which the customer could not sign in again.</returns>
    /// <exception cref="ArgumentException">The identity is not this customer's.</exception>
    public Customer? Unlink(Guid identityId, DateTimeOffset now)
    {
        var identity = _identities.Find(i => i.Id == identityId)
            ?? throw new ArgumentException("Not an identity of this customer.", nameof(identityId));
        if (_identities.Count == 1)
        {
            return null;
        }

        _identities.Remove(identity);
        return Release(identity, now);
    }

    /// <summary>
    /// Closes the account for good: nothing personal stays with it, and it can no longer be signed in to. Each identity is given up as by
    /// <see cref="Unlink"/>, so that earlier tokens are refused and the next sign-in belongs to a new customer.
    /// </summary>
    /// <param name="now">The moment.</param>
    /// <param name="until">The sign-ins that end: those that are not later.</param>
    /// <returns>The new, empty customers who have the identities now.</returns>
    public IReadOnlyList<Customer> Close(DateTimeOffset now, DateTimeOffset until)
    {
        SignOutEverywhere(until);
        var released = _identities.ConvertAll(identity => Release(identity, now));
        _identities.Clear();
        Profile = Profile.Empty;
        Status = CustomerStatus.Closed;
        return released;
    }

    /// <summary>Whether nothing would be lost if this customer became part of another: one identity, active, nothing told.</summary>
    /// <remarks>The store checks for orders and for the data of other modules.</remarks>
    public bool IsUnused => Status == CustomerStatus.Active && _identities.Count == 1 && Profile.IsEmpty();

    /// <summary>Takes over an unused customer's identity; the later of the two sign-outs holds for both.</summary>
    /// <exception cref="InvalidOperationException"><paramref name="other"/> is in use, or this customer itself.</exception>
    public ExternalIdentity Merge(Customer other, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other == this || !other.IsUnused)
        {
            throw new InvalidOperationException("Only another customer, unused, can be absorbed.");
        }

        var taken = other._identities[0];
        other._identities.Clear();
        other.MergedInto = Id;
        SignedOutAt = Later(SignedOutAt, other.SignedOutAt);
        return Link(taken.Issuer, taken.Subject, now);
    }

    /// <summary>Follows the customer that this one became part of, when that one became part of a third.</summary>
    public void RedirectTo(CustomerId id) => MergedInto = id;

    /// <summary>Ends every sign-in up to now. The clock of another node may be behind: an earlier end changes nothing.</summary>
    public void SignOutEverywhere(DateTimeOffset now) => SignedOutAt = Later(SignedOutAt, now.ToWholeMilliseconds());

    /// <summary>Suspends the customer.</summary>
    /// <returns>Whether that changed anything.</returns>
    public bool Suspend() => Become(CustomerStatus.Suspended);

    /// <summary>Ends the suspension.</summary>
    /// <returns>Whether that changed anything.</returns>
    public bool Reinstate() => Become(CustomerStatus.Active);

    /// <summary>Replaces the whole profile.</summary>
    public void Describe(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Profile = profile;
    }

    private Customer Release(ExternalIdentity identity, DateTimeOffset now)
    {
        var released = FirstSeen(CustomerId.New(now), identity.Issuer, identity.Subject, now);
        released.SignOutEverywhere(now);
        released.SignedOutAt = Later(released.SignedOutAt, SignedOutAt);
        return released;
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    // A closed account stays closed.
    private bool Become(CustomerStatus status)
    {
        var changes = Status != status && Status != CustomerStatus.Closed;
        Status = changes ? status : Status;
        return changes;
    }
}
