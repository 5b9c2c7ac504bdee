using Modular.Application.Identity;

namespace Modular.Application.Tests.Identity;

/// <summary>A machine may do what its scopes say; a person may do what scopes and groups both say.</summary>
public class PermissionTests
{
    private const int Combinations = 1 << 9;

    public static TheoryData<Permissions, bool, bool, bool> Table { get; } = new()
    {
        // The permission, and whether a customer, staff and a machine have it when the token has its scope.
        { Permissions.OrdersRead, true, true, true },
        { Permissions.OrdersWrite, true, true, true },
        { Permissions.ProfileRead, true, true, true },
        { Permissions.ProfileWrite, true, true, true },
        { Permissions.AccountRead, true, true, true },
        { Permissions.AccountWrite, true, true, true },
        { Permissions.OrdersReadAny, false, true, true },
        { Permissions.OrdersFulfil, false, true, true },
        { Permissions.CustomersManage, false, true, true },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Whoever_has_the_scope_may_do_what_their_groups_allow(Permissions permission, bool anybody, bool staff, bool machine)
    {
        Callers.Person(permission).Permissions.ShouldBe(anybody ? permission : Permissions.None);
        Callers.Staff(permission).Permissions.ShouldBe(staff ? permission : Permissions.None);
        Callers.Machine(permission).Permissions.ShouldBe(machine ? permission : Permissions.None);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Nobody_may_do_anything_without_the_scope(Permissions permission, bool anybody, bool staff, bool machine)
    {
        _ = (anybody, staff, machine);
        var others = PermissionNames.All & ~permission;
        Callers.Person(others).Permissions.HasFlag(permission).ShouldBeFalse();
        Callers.Staff(others).Permissions.HasFlag(permission).ShouldBeFalse();
        Callers.Machine(others).Permissions.HasFlag(permission).ShouldBeFalse();
    }

    [Fact]
    public void The_table_has_every_permission()
    {
        Table.Select(row => row.Data.Item1).ShouldBe(Enum.GetValues<Permissions>().Except([Permissions.None]));
        Table.Count.ShouldBe(9);
    }

    [Fact]
    public void A_scope_never_gives_a_person_more_than_the_person_has_and_a_group_never_a_client_more_than_it_was_granted()
    {
        for (var granted = 0; granted < Combinations; granted++)
        {
            foreach (var caller in new[] { Callers.Person((Permissions)granted), Callers.Staff((Permissions)granted), Callers.Machine((Permissions)granted) })
            {
                (caller.Permissions & ~caller.Allowed).ShouldBe(Permissions.None);
                (caller.Permissions & ~caller.Granted).ShouldBe(Permissions.None);
                caller.Permissions.ShouldBe(caller.Granted & caller.Allowed);
            }
        }
    }

    [Theory]
    [InlineData("Staff")]
    [InlineData("STAFF")]
    [InlineData("staff ")]
    [InlineData("staffer")]
    [InlineData("")]
    [InlineData("admin")]
    public void Only_the_group_of_that_exact_name_is_staff(string group) =>
        Callers.Person(PermissionNames.All, "mallory", group).Permissions.ShouldBe(PermissionNames.Everybody);

    [Fact]
    public void Staff_is_staff_whatever_other_groups_they_are_in() =>
        Callers.Person(PermissionNames.All, "carol", "tasters", Caller.StaffGroup).Permissions.ShouldBe(PermissionNames.All);

    [Fact]
    public void Everybody_and_staff_share_nothing_and_together_are_everything()
    {
        (PermissionNames.Everybody & PermissionNames.Staff).ShouldBe(Permissions.None);
        PermissionNames.All.ShouldBe((Permissions)(Combinations - 1));
    }
}
