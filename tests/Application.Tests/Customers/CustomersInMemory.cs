using ErrorOr;
using Modular.Application.Customers;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;

namespace Modular.Application.Tests.Customers;

internal sealed class CustomersInMemory(List<string> journal) : ICustomerStore
{
    private const string Issuer = "https://issuer.example";

    private readonly List<Customer> _customers = [];

    /// <summary>Every customer there is.</summary>
    public IReadOnlyCollection<CustomerStanding> All => [.. _customers.Select(Standing)];

    /// <summary>Who did what, in sequence.</summary>
    public List<(AuditStamp Stamp, AuditAction Action)> Trail { get; } = [];

    /// <summary>The sign-ins that were kept.</summary>
    public Dictionary<CustomerId, DateTimeOffset> SignIns { get; } = [];

    /// <summary>Called before a new customer is stored: another request may be quicker.</summary>
    public Action? BeforeAdding { get; set; }

    /// <summary>What becomes of a link.</summary>
    public LinkOutcome Outcome { get; set; } = new(LinkOutcome.Result.Linked);

    public CustomerId IdOf(string subject) => Of(subject)!.Id;

    public CustomerId Know(string subject, CustomerStatus status = CustomerStatus.Active, DateTimeOffset? signedOutAt = null)
    {
        var customer = Customer.FirstSeen(CustomerId.New(Callers.Noon), Issuer, subject, Callers.Noon);
        if (status == CustomerStatus.Suspended)
        {
            customer.Suspend();
        }

        if (signedOutAt is { } at)
        {
            customer.SignOutEverywhere(at);
        }

        _customers.Add(customer);
        return customer.Id;
    }

    public ValueTask<CustomerStanding?> FindByIdentityAsync(string issuer, string subject, CancellationToken cancellationToken)
    {
        issuer.ShouldBe(Issuer);
        journal.Add("find customer");
        return ValueTask.FromResult(Of(subject) is { } known ? Standing(known) : null);
    }

    public Task<CustomerStanding> AddAtFirstSightAsync(Customer customer, CancellationToken cancellationToken)
    {
        journal.Add("add customer");
        BeforeAdding?.Invoke();
        var first = Of(customer.Identities.Single().Subject);
        if (first is null)
        {
            _customers.Add(customer);
        }

        return Task.FromResult(Standing(first ?? customer));
    }

    public void NoteSignIn(CustomerId id, DateTimeOffset at)
    {
        journal.Add("note sign-in");
        SignIns[id] = at;
    }

    public Task<ErrorOr<IReadOnlyList<ExternalIdentity>>> CloseAsync(
        CustomerId id, Func<Account, ErrorOr<Success>> check, DateTimeOffset until, AuditStamp stamp, CancellationToken cancellationToken)
    {
        journal.Add("close account");
        var customer = Of(id)!;
        if (check(Account.Of(customer)) is { IsError: true } refused)
        {
            return Task.FromResult<ErrorOr<IReadOnlyList<ExternalIdentity>>>(refused.Errors);
        }

        IReadOnlyList<ExternalIdentity> identities = [.. customer.Identities];
        _customers.AddRange(customer.Close(stamp.At, until));
        Trail.Add((stamp, AuditAction.AccountClosed));
        return Task.FromResult(identities.ToErrorOr());
    }

    public Task<Account> GetAccountAsync(CustomerId id, CancellationToken cancellationToken)
    {
        journal.Add("get account");
        return Task.FromResult(new Account(id.Value, CustomerStatus.Active, []));
    }

    public Task<Profile> GetProfileAsync(CustomerId id, CancellationToken cancellationToken)
    {
        journal.Add("get profile");
        return Task.FromResult(Of(id)!.Profile);
    }

    public Task<ErrorOr<Success>> ReplaceProfileAsync(
        CustomerId id, Profile profile, Func<Profile, ErrorOr<Success>> check, CancellationToken cancellationToken)
    {
        journal.Add("replace profile");
        var expected = check(Of(id)!.Profile);
        if (!expected.IsError)
        {
            Of(id)!.Describe(profile);
        }

        return Task.FromResult(expected);
    }

    public Task<Customer?> ChangeAsync(
        CustomerId id, Func<Customer, AuditAction?> change, AuditStamp stamp, CancellationToken cancellationToken)
    {
        journal.Add("change customer");
        var customer = Of(id);
        if (customer is not null && change(customer) is { } action)
        {
            Trail.Add((stamp, action));
        }

        return Task.FromResult(customer);
    }

    public Task<LinkOutcome> LinkAsync(
        LinkTarget find, string issuer, string subject, Func<Account, ErrorOr<Success>> check, AuditStamp stamp, bool dryRun, CancellationToken cancellationToken)
    {
        journal.Add("link identity");
        return Task.FromResult(Outcome);
    }

    public Task<ErrorOr<ExternalIdentity>> UnlinkAsync(
        CustomerId id, Guid identityId, Func<Account, ErrorOr<Success>> check, AuditStamp stamp, CancellationToken cancellationToken)
    {
        journal.Add("unlink identity");
        var identity = Of(id)!.Identities.SingleOrDefault(i => i.Id == identityId);
        return Task.FromResult<ErrorOr<ExternalIdentity>>(identity is null ? CustomerErrors.IdentityNotFound : identity);
    }

    private CustomerStanding Standing(Customer customer) =>
        new(customer.Id, customer.Status, customer.SignedOutAt, SignIns.TryGetValue(customer.Id, out var at) ? at : null);

    private Customer? Of(string subject) => _customers.Find(customer => customer.Identities.Any(identity => identity.Subject == subject));

    private Customer? Of(CustomerId id) => _customers.Find(customer => customer.Id == id);
}
