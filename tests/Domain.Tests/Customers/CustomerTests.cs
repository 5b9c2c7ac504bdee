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
    public void A_sign_out_never_moves_backwards()
    {
        var customer = Customer.FirstSeen(Samples.Alice, Issuer, "a", Samples.Noon);
        customer.SignedOutAt.ShouldBeNull();

        customer.SignOutEverywhere(Samples.Noon.AddTicks(1));
        customer.SignOutEverywhere(Samples.Noon.AddHours(-1));
        customer.SignedOutAt.ShouldBe(Samples.Noon);

        customer.SignOutEverywhere(Samples.Noon.AddSeconds(1));
        customer.SignedOutAt.ShouldBe(Samples.Noon.AddSeconds(1));
    }

    [Fact]
    public void Suspending_and_reinstating_say_whether_they_changed_anything()
    {
        var customer = Customer.FirstSeen(Samples.Alice, Issuer, "a", Samples.Noon);

        customer.Reinstate().ShouldBeFalse();
        customer.Suspend().ShouldBeTrue();
        customer.Suspend().ShouldBeFalse();
        customer.Status.ShouldBe(CustomerStatus.Suspended);
        customer.Reinstate().ShouldBeTrue();
        customer.Status.ShouldBe(CustomerStatus.Active);
    }

    [Fact]
    public void A_removed_identity_is_a_new_customers_who_is_signed_out()
    {
        var customer = Customer.FirstSeen(Samples.Alice, Issuer, "a", Samples.Noon);
        var next = customer.Link(Issuer, "b", Samples.Noon);
        customer.Describe(new Profile("Alice", null, null, []));

        var released = customer.Unlink(next.Id, Samples.Noon.AddDays(1)).ShouldNotBeNull();

        customer.Identities.Select(identity => identity.Subject).ShouldBe(["a"]);
        customer.SignedOutAt.ShouldBeNull();
        released.Id.ShouldNotBe(customer.Id);
        released.Identities.ShouldHaveSingleItem().Subject.ShouldBe("b");
        released.SignedOutAt.ShouldBe(Samples.Noon.AddDays(1));
        released.Profile.ShouldBe(Profile.Empty);
        released.IsUnused.ShouldBeTrue();
    }

    [Fact]
    public void A_removed_identity_stays_signed_out_as_long_as_its_former_customer()
    {
        var customer = Customer.FirstSeen(Samples.Alice, Issuer, "a", Samples.Noon);
        var next = customer.Link(Issuer, "b", Samples.Noon);
        customer.SignOutEverywhere(Samples.Noon.AddHours(1));

        customer.Unlink(next.Id, Samples.Noon).ShouldNotBeNull().SignedOutAt.ShouldBe(Samples.Noon.AddHours(1));
    }

    [Fact]
    public void The_last_identity_stays()
    {
        var customer = Customer.FirstSeen(Samples.Alice, Issuer, "a", Samples.Noon);

        customer.Unlink(customer.Identities[0].Id, Samples.Noon).ShouldBeNull();
        customer.Identities.Count.ShouldBe(1);
        Should.Throw<ArgumentException>(() => customer.Unlink(Guid.NewGuid(), Samples.Noon));
    }

    [Theory]
    [InlineData(1, null, 1)]
    [InlineData(null, 2, 2)]
    [InlineData(1, 2, 2)]
    [InlineData(2, 1, 2)]
    [InlineData(null, null, null)]
    public void An_unused_customer_is_absorbed_and_the_later_sign_out_holds(int? mine, int? theirs, int? later)
    {
        var customer = SignedOut("a", mine);
        var unused = SignedOut("b", theirs);

        customer.Merge(unused, Samples.Noon.AddDays(1));

        customer.Identities.Select(identity => identity.Subject).ShouldBe(["a", "b"]);
        customer.SignedOutAt.ShouldBe(later is { } hours ? Samples.Noon.AddHours(hours) : null);
        unused.MergedInto.ShouldBe(customer.Id);
        unused.Identities.ShouldBeEmpty();
        unused.IsUnused.ShouldBeFalse();
    }

    [Fact]
    public void A_customer_in_use_is_never_absorbed()
    {
        var customer = SignedOut("a", null);
        var told = SignedOut("b", null);
        told.Describe(new Profile(null, null, null, [new Address("A 1", null, "1", "B", "DE")]));
        var linked = SignedOut("c", null);
        linked.Link(Issuer, "d", Samples.Noon);
        var suspended = SignedOut("e", null);
        suspended.Suspend();

        foreach (var used in new[] { told, linked, suspended, customer })
        {
            Should.Throw<InvalidOperationException>(() => customer.Merge(used, Samples.Noon));
        }
    }

    [Fact]
    public void Absorbing_no_customer_or_telling_no_profile_is_a_bug_of_the_caller()
    {
        Should.Throw<ArgumentNullException>(() => SignedOut("a", null).Merge(null!, Samples.Noon));
        Should.Throw<ArgumentNullException>(() => SignedOut("a", null).Describe(null!));
    }

    [Fact]
    public void The_stored_numbers_of_the_trail_never_change() => Enum.GetValues<AuditAction>().Select(action => ((int)action, action)).ShouldBe(
    [
        (1, AuditAction.SignedOutEverywhere), (2, AuditAction.Suspended), (3, AuditAction.Reinstated),
        (4, AuditAction.IdentityLinked), (5, AuditAction.IdentityUnlinked), (6, AuditAction.Merged),
        (7, AuditAction.AccountClosed), (8, AuditAction.OrderPaid), (9, AuditAction.OrderShipped), (10, AuditAction.OrderDelivered),
    ]);

    [Fact]
    public void The_stored_numbers_never_change()
    {
        ((int)CustomerStatus.Active).ShouldBe(1);
        ((int)CustomerStatus.Suspended).ShouldBe(2);
        ((int)CustomerStatus.Closed).ShouldBe(3);
        Enum.GetValues<CustomerStatus>().Length.ShouldBe(3);
    }

    [Fact]
    public void A_closed_account_has_nothing_personal_and_stays_closed()
    {
        var customer = Customer.FirstSeen(CustomerId.New(Samples.Noon), "https://issuer.example", "ann", Samples.Noon);
        customer.Link("https://other.example", "ann-2", Samples.Noon);
        customer.Describe(new Profile("Ann", null, null, []));

        var released = customer.Close(Samples.Noon, Samples.Noon.AddSeconds(3));

        (customer.Status, customer.Identities.Count, customer.Profile.IsEmpty()).ShouldBe((CustomerStatus.Closed, 0, true));
        released.Select(each => (each.Identities.Single().Subject, each.SignedOutAt)).ShouldBe([("ann", Samples.Noon.AddSeconds(3)), ("ann-2", Samples.Noon.AddSeconds(3))]);
        customer.Suspend().ShouldBeFalse();
        customer.Reinstate().ShouldBeFalse();
        customer.Status.ShouldBe(CustomerStatus.Closed);
    }

    private static Customer SignedOut(string subject, int? hours)
    {
        var customer = Customer.FirstSeen(CustomerId.New(Samples.Noon), Issuer, subject, Samples.Noon);
        if (hours is { } at)
        {
            customer.SignOutEverywhere(Samples.Noon.AddHours(at));
        }

        return customer;
    }
}
