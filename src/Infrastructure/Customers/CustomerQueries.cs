using Microsoft.EntityFrameworkCore;
using Modular.Application.Customers;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Customers;

/// <summary>The query for the customer of an identity, within a transaction, compiled once; a singleton for the reason <c>OrderQueries</c> gives.</summary>
internal sealed class CustomerQueries
{
    private readonly Func<ModularDb, string, string, CancellationToken, Task<CustomerStanding?>> _byIdentity =
        EF.CompileAsyncQuery((ModularDb db, string issuer, string subject, CancellationToken _) => db.Customers.AsNoTracking()
            .SelectMany(customer => customer.Identities, (customer, identity) => new { customer, identity })
            .Where(pair => pair.identity.Issuer == issuer && pair.identity.Subject == subject)
            .Select(pair => new CustomerStanding(pair.customer.Id, pair.customer.Status, pair.customer.SignedOutAt, pair.customer.LastSignedInAt))
            .SingleOrDefault());

    public Task<CustomerStanding?> ByIdentity(ModularDb db, string issuer, string subject, CancellationToken cancellationToken) =>
        _byIdentity(db, issuer, subject, cancellationToken);
}
