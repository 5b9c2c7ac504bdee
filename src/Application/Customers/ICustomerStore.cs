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
    /// <returns>The id of the one that stays.</returns>
    Task<CustomerId> AddAtFirstSightAsync(Customer customer, CancellationToken cancellationToken);

    /// <summary>The customer's account.</summary>
    Task<Account> GetAccountAsync(CustomerId id, CancellationToken cancellationToken);

    /// <summary>The customer's profile.</summary>
    Task<Profile> GetProfileAsync(CustomerId id, CancellationToken cancellationToken);

    /// <summary>Replaces the customer's profile.</summary>
    Task ReplaceProfileAsync(CustomerId id, Profile profile, CancellationToken cancellationToken);
}

/// <summary>A customer, and whether they may act.</summary>
public sealed record CustomerStanding(CustomerId Id, CustomerStatus Status);
