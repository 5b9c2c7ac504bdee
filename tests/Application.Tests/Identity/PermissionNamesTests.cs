using CsCheck;
using Modular.Application.Identity;

namespace Modular.Application.Tests.Identity;

public class PermissionNamesTests
{
    [Fact]
    public void Every_permission_has_its_name_on_the_wire() => PermissionNames.Known.ShouldBe(
    [
        "orders.read", "orders.write", "profile.read", "profile.write", "account.read", "account.write",
        "orders.read.any", "orders.fulfil", "customers.manage",
    ]);

    [Fact]
    public void A_name_leads_back_to_its_permission()
    {
        foreach (var permission in Enum.GetValues<Permissions>().Except([Permissions.None]))
        {
            PermissionNames.Parse(permission.Name()).ShouldBe(permission);
        }
    }

    [Fact]
    public void Only_the_whole_name_counts()
    {
        foreach (var name in PermissionNames.Known)
        {
            PermissionNames.Parse(name + ".x").ShouldBe(Permissions.None);
            PermissionNames.Parse(name + " ").ShouldBe(Permissions.None);
            PermissionNames.Parse(" " + name).ShouldBe(Permissions.None);
            PermissionNames.Parse("modular/" + name).ShouldBe(Permissions.None);
            PermissionNames.Parse(name.AsSpan(0, name.Length - 1)).ShouldBe(Permissions.None);
            PermissionNames.Parse(name.AsSpan(1)).ShouldBe(Permissions.None);
            PermissionNames.Parse(name.ToUpperInvariant()).ShouldBe(Permissions.None);
            PermissionNames.Parse(name + "\0").ShouldBe(Permissions.None);
            PermissionNames.Parse(name + " " + name).ShouldBe(Permissions.None);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("orders")]
    [InlineData("orders.*")]
    [InlineData("*")]
    [InlineData("0")]
    [InlineData("511")]
    [InlineData("OrdersRead")]
    [InlineData("None")]
    public void Any_other_name_is_nothing(string name) => PermissionNames.Parse(name).ShouldBe(Permissions.None);

    [Fact]
    public void No_text_but_a_name_is_a_permission() => Law.HoldsFor(Gen.String[Gen.Char["adeiors.nyfultcmgp"], 0, 20], text =>
        (PermissionNames.Parse(text) != Permissions.None).ShouldBe(PermissionNames.Known.Contains(text, StringComparer.Ordinal)));

    [Theory]
    [InlineData(Permissions.None)]
    [InlineData(Permissions.OrdersRead | Permissions.OrdersWrite)]
    [InlineData(PermissionNames.All)]
    [InlineData((Permissions)(1 << 9))]
    public void Only_a_single_permission_has_a_name(Permissions permission) =>
        Should.Throw<ArgumentException>(() => permission.Name());
}
