using ErrorOr;
using Modular.Application.Customers;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;
using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Customers;

/// <summary>The promises of the customer store, on every database.</summary>
public abstract class CustomerStoreContract(Store store)
{
    private const string Issuer = "https://issuer.example";

    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_second_of_two_first_sights_gets_the_first_ones_customer()
    {
        var first = await AddAsync("ann");
        var second = await AddAsync("ann");

        second.ShouldBe(first);
        (await FindAsync("ann")).ShouldBe(new CustomerStanding(first, CustomerStatus.Active));
    }

    [Fact]
    public async Task Many_first_sights_at_once_create_one_customer()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AddAsync("ben")));

        ids.Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("Cleo")]
    [InlineData("cleo ")]
    [InlineData("cle")]
    [InlineData("cleo%")]
    public async Task A_subject_is_compared_character_by_character(string subject)
    {
        await AddAsync("cleo");

        (await FindAsync(subject)).ShouldBeNull();
    }

    [Fact]
    public async Task A_profile_comes_back_as_it_was_put()
    {
        var id = await AddAsync("dan");
        var profile = new Profile("Dan 단", "dan@example.com", "+4930123456", [new Address("A 1", null, "10115", "Berlin", "DE")]);

        await store.WithAsync<ICustomerStore, bool>(async (customers, cancellationToken) =>
        {
            await customers.ReplaceProfileAsync(id, profile, _ => Result.Success, cancellationToken);
            return true;
        });

        var found = await store.WithAsync<ICustomerStore, Profile>((customers, cancellationToken) => customers.GetProfileAsync(id, cancellationToken));
        (found.Name, found.Email, found.Phone).ShouldBe((profile.Name, profile.Email, profile.Phone));
        found.Addresses.ShouldBe(profile.Addresses);
    }

    [Fact]
    public async Task Of_many_who_replace_the_same_profile_as_they_saw_it_one_does()
    {
        var id = await AddAsync("eva");
        var seen = EntityTag.Of(Profile.Empty);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => store.WithAsync<ICustomerStore, ErrorOr<Success>>(
            (customers, cancellationToken) => customers.ReplaceProfileAsync(
                id,
                new Profile($"Eva {i}", null, null, []),
                present => new Precondition(new TagList(IsAny: false, [seen]), NoneMatch: null).Check(EntityTag.Of(present)),
                cancellationToken))));

        answers.Count(answer => !answer.IsError).ShouldBe(1);
        answers.Where(answer => answer.IsError).ShouldAllBe(answer => answer.FirstError == Refusals.PreconditionFailed);
    }

    private Task<CustomerId> AddAsync(string subject) => store.WithAsync<ICustomerStore, CustomerId>(async (customers, cancellationToken) =>
        (await customers.AddAtFirstSightAsync(Customer.FirstSeen(CustomerId.New(Now), Issuer, subject, Now), cancellationToken)).Id);

    private Task<CustomerStanding?> FindAsync(string subject) => store.WithAsync<ICustomerStore, CustomerStanding?>(
        async (customers, cancellationToken) => await customers.FindByIdentityAsync(Issuer, subject, cancellationToken));
}
