using Modular.Domain.Customers;

namespace Modular.Domain.Tests.Customers;

public class CustomerTests
{
    private const string Issuer = "https://issuer.example";

    [Fact]
    public void A_customer_at_first_sight_is_active_with_one_identity_and_an_empty_profile()
    {
        var customer = Customer.FirstSeen(Samples.Alice, Issuer, "a", Samples.Noon.AddTicks(1));

        customer.Id.ShouldBe(Samples.Alice);
        customer.Status.ShouldBe(CustomerStatus.Active);
        customer.Profile.ShouldBe(Profile.Empty);
        customer.FirstSeenAt.ShouldBe(Samples.Noon);
        var identity = customer.Identities.ShouldHaveSingleItem();
        (identity.Issuer, identity.Subject, identity.LinkedAt).ShouldBe((Issuer, "a", Samples.Noon));
    }

    [Fact]
    public void One_more_identity_leaves_the_first_one_in_place()
    {
        var customer = Customer.FirstSeen(Samples.Alice, Issuer, "a", Samples.Noon);
        customer.Link("https://next.example", "other", Samples.Noon.AddDays(1));

        customer.Identities.Select(identity => identity.Subject).ShouldBe(["a", "other"]);
        customer.Identities.Select(identity => identity.Id).ShouldBeUnique();
    }

    [Fact]
    public void A_profile_is_replaced_as_a_whole()
    {
        var customer = Customer.FirstSeen(Samples.Alice, Issuer, "a", Samples.Noon);
        customer.Describe(new Profile("Alice", "alice@example.com", null, []));
        customer.Describe(new Profile(null, null, "+4930123456", []));

        customer.Profile.Name.ShouldBeNull();
        customer.Profile.Email.ShouldBeNull();
        customer.Profile.Phone.ShouldBe("+4930123456");
    }

    [Fact]
    public void The_stored_numbers_never_change()
    {
        ((int)CustomerStatus.Active).ShouldBe(1);
        ((int)CustomerStatus.Suspended).ShouldBe(2);
        Enum.GetValues<CustomerStatus>().Length.ShouldBe(2);
    }
}
