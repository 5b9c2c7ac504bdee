using Modular.Application.Customers;
using Modular.Domain.Customers;

namespace Modular.Application.Tests.Customers;

internal sealed class CustomersInMemory(List<string> journal) : ICustomerStore
{
    private readonly Dictionary<string, CustomerStanding> _bySubject = new(StringComparer.Ordinal);
    private readonly Dictionary<CustomerId, Profile> _profiles = [];

    /// <summary>Every customer there is.</summary>
    public IReadOnlyCollection<CustomerStanding> All => _bySubject.Values;

    /// <summary>Called before a new customer is stored: another request may be quicker.</summary>
    public Action? BeforeAdding { get; set; }

    public CustomerId IdOf(string subject) => _bySubject[subject].Id;

    public CustomerId Know(string subject, CustomerStatus status = CustomerStatus.Active)
    {
        var standing = new CustomerStanding(CustomerId.New(Callers.Noon), status);
        _bySubject.Add(subject, standing);
        _profiles.Add(standing.Id, Profile.Empty);
        return standing.Id;
    }

    public ValueTask<CustomerStanding?> FindByIdentityAsync(string issuer, string subject, CancellationToken cancellationToken)
    {
        issuer.ShouldBe("https://issuer.example");
        journal.Add("find customer");
        return ValueTask.FromResult(_bySubject.GetValueOrDefault(subject));
    }

    public Task<CustomerStanding> AddAtFirstSightAsync(Customer customer, CancellationToken cancellationToken)
    {
        journal.Add("add customer");
        BeforeAdding?.Invoke();
        var identity = customer.Identities.Single();
        if (_bySubject.TryAdd(identity.Subject, new CustomerStanding(customer.Id, customer.Status)))
        {
            _profiles.Add(customer.Id, customer.Profile);
        }

        return Task.FromResult(_bySubject[identity.Subject]);
    }

    public Task<Account> GetAccountAsync(CustomerId id, CancellationToken cancellationToken)
    {
        journal.Add("get account");
        return Task.FromResult(new Account(id.Value, CustomerStatus.Active, []));
    }

    public Task<Profile> GetProfileAsync(CustomerId id, CancellationToken cancellationToken)
    {
        journal.Add("get profile");
        return Task.FromResult(_profiles[id]);
    }

    public Task ReplaceProfileAsync(CustomerId id, Profile profile, CancellationToken cancellationToken)
    {
        journal.Add("replace profile");
        _profiles[id] = profile;
        return Task.CompletedTask;
    }
}
