using System.Net;
using Modular.Application.Cluster;
using Modular.Application.Identity;

namespace Modular.Application.Tests.Cluster;

public class QuotaKeyTests
{
    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::192.0.2.1", false)]
    [InlineData("127.0.0.1", "::1", false)]
    public void Addresses_are_one_when_one_host_may_have_both(string one, string other, bool same) =>
        (QuotaKey.Of(IPAddress.Parse(one)) == QuotaKey.Of(IPAddress.Parse(other))).ShouldBe(same);

    [Fact]
    public void A_person_is_told_apart_by_provider_client_and_subject()
    {
        var alice = Callers.Person(Permissions.OrdersRead);

        QuotaKey.Of(alice with { TokenId = "another", Granted = Permissions.None }).ShouldBe(QuotaKey.Of(alice));
        QuotaKey.Of(alice with { Subject = "bob" }).ShouldNotBe(QuotaKey.Of(alice));
        QuotaKey.Of(alice with { ClientId = "another" }).ShouldNotBe(QuotaKey.Of(alice));
        QuotaKey.Of(alice with { Provider = "another" }).ShouldNotBe(QuotaKey.Of(alice));
    }

    [Fact]
    public void A_machine_is_its_client()
    {
        var machine = Callers.Machine(Permissions.OrdersFulfil);

        QuotaKey.Of(machine with { Subject = "y" }).ShouldBe(QuotaKey.Of(machine));
        QuotaKey.Of(machine).ShouldNotBe(QuotaKey.Of(machine with { Kind = CallerKind.Person }));
    }

    [Fact]
    public void Printed_it_names_nobody()
    {
        QuotaKey.Of(Callers.Person(Permissions.OrdersRead)).ToString().ShouldBe("a person through main");
        QuotaKey.Of(IPAddress.Parse("192.0.2.1")).ToString().ShouldBe("an address");
    }
}
