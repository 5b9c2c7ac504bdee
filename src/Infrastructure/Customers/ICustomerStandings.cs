using Modular.Application.Customers;

namespace Modular.Infrastructure.Customers;

/// <summary>The read that each request of a person begins with, written for each database as it reads it quickest.</summary>
internal interface ICustomerStandings
{
    /// <summary>As <see cref="ICustomerStore.FindByIdentityAsync"/>.</summary>
    ValueTask<CustomerStanding?> FindAsync(string issuer, string subject, CancellationToken cancellationToken);
}
