namespace Modular.Domain.Customers;

/// <summary>A person who orders. Known to us by our own id; who they are at identity providers is linked to it.</summary>
public sealed class Customer
{
    private readonly List<ExternalIdentity> _identities = [];

    // For the database's mapper.
    private Customer() => Profile = Profile.Empty;

    /// <summary>Our own id.</summary>
    public CustomerId Id { get; private init; }

    /// <summary>Whether they may act.</summary>
    public CustomerStatus Status { get; private set; }

    /// <summary>What they told about themself.</summary>
    public Profile Profile { get; private set; }

    /// <summary>When they were first seen, in UTC with milliseconds.</summary>
    public DateTimeOffset FirstSeenAt { get; private init; }

    /// <summary>Who they are at identity providers: at least one.</summary>
    public IReadOnlyList<ExternalIdentity> Identities => _identities;

    /// <summary>A customer at first sight of a person: with one identity and an empty profile.</summary>
    /// <exception cref="ArgumentException">The issuer or subject is blank or too long.</exception>
    public static Customer FirstSeen(CustomerId id, string issuer, string subject, DateTimeOffset now)
    {
        var customer = new Customer { Id = id, Status = CustomerStatus.Active, FirstSeenAt = now.ToWholeMilliseconds() };
        customer._identities.Add(new ExternalIdentity(issuer, subject, now));
        return customer;
    }

    /// <summary>Links one more identity. That nobody else has it is for the store to ensure.</summary>
    /// <exception cref="ArgumentException">The issuer or subject is blank or too long.</exception>
    public void Link(string issuer, string subject, DateTimeOffset now) =>
        _identities.Add(new ExternalIdentity(issuer, subject, now));

    /// <summary>Replaces the whole profile.</summary>
    public void Describe(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Profile = profile;
    }
}
