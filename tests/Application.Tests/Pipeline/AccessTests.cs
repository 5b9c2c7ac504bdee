using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.Application.Tests.Pipeline;

public class AccessTests
{
    private static readonly Access Own = Access.Own(Permissions.OrdersRead);
    private static readonly Access Any = Access.To(Permissions.OrdersReadAny);
    private static readonly Access OwnOrAny = Access.Own(Permissions.OrdersRead).Or(Permissions.OrdersReadAny);

    [Fact]
    public void A_person_with_the_scope_comes_in_to_own_data() =>
        Own.Admit(Callers.Person(Permissions.OrdersRead)).Value.ShouldBe(new Access.Way(Permissions.OrdersRead, OwnData: true));

    [Fact]
    public void A_machine_has_no_own_data() =>
        Own.Admit(Callers.Machine(PermissionNames.All)).FirstError.ShouldBe(Refusals.PersonRequired);

    [Fact]
    public void A_machine_with_the_scope_comes_in_to_anybodys_data()
    {
        Any.Admit(Callers.Machine(Permissions.OrdersReadAny)).Value.OwnData.ShouldBeFalse();
        OwnOrAny.Admit(Callers.Machine(Permissions.OrdersReadAny)).Value.ShouldBe(new Access.Way(Permissions.OrdersReadAny, OwnData: false));
    }

    [Fact]
    public void A_machine_never_comes_in_by_the_way_to_own_data() =>
        MissingScope(OwnOrAny, Callers.Machine(Permissions.OrdersRead)).ShouldBe(Permissions.OrdersReadAny);

    [Fact]
    public void Staff_with_the_scope_comes_in_to_anybodys_data() =>
        Any.Admit(Callers.Staff(Permissions.OrdersReadAny)).Value.Permission.ShouldBe(Permissions.OrdersReadAny);

    [Fact]
    public void The_first_way_that_is_open_is_taken()
    {
        OwnOrAny.Admit(Callers.Staff(PermissionNames.All)).Value.OwnData.ShouldBeTrue();
        OwnOrAny.Admit(Callers.Staff(Permissions.OrdersReadAny)).Value.OwnData.ShouldBeFalse();
        OwnOrAny.Admit(Callers.Person(PermissionNames.All)).Value.OwnData.ShouldBeTrue();
    }

    [Fact]
    public void A_token_without_the_scope_is_told_which_one_to_get()
    {
        MissingScope(Own, Callers.Person(Permissions.OrdersWrite)).ShouldBe(Permissions.OrdersRead);
        MissingScope(Any, Callers.Staff(Permissions.OrdersRead)).ShouldBe(Permissions.OrdersReadAny);
        MissingScope(Any, Callers.Machine(Permissions.None)).ShouldBe(Permissions.OrdersReadAny);
        MissingScope(OwnOrAny, Callers.Staff(Permissions.None)).ShouldBe(Permissions.OrdersRead);
    }

    [Fact]
    public void A_person_is_never_sent_for_a_scope_that_would_not_help() =>
        MissingScope(OwnOrAny, Callers.Person(Permissions.OrdersReadAny)).ShouldBe(Permissions.OrdersRead);

    [Fact]
    public void A_person_without_the_right_is_not_permitted_with_or_without_the_scope()
    {
        Any.Admit(Callers.Person(PermissionNames.All)).FirstError.ShouldBe(Refusals.NotPermitted);
        Any.Admit(Callers.Person(Permissions.None)).FirstError.ShouldBe(Refusals.NotPermitted);
    }

    [Fact]
    public void Whoever_comes_in_has_the_permission_of_their_way()
    {
        Access[] all = [Own, Any, OwnOrAny, Access.To(Permissions.OrdersRead).Or(Permissions.OrdersWrite), Access.To(Permissions.CustomersManage)];
        for (var granted = 0; granted <= (int)PermissionNames.All; granted++)
        {
            Caller[] callers = [Callers.Person((Permissions)granted), Callers.Staff((Permissions)granted), Callers.Machine((Permissions)granted)];
            foreach (var (access, caller) in all.SelectMany(access => callers.Select(caller => (access, caller))))
            {
                var admitted = access.Admit(caller);
                if (!admitted.IsError)
                {
                    caller.Permissions.HasFlag(admitted.Value.Permission).ShouldBeTrue();
                    (admitted.Value.OwnData && caller.Kind == CallerKind.Machine).ShouldBeFalse();
                }
                else if (admitted.FirstError.Code == "insufficient-scope")
                {
                    // The permission that the request is sent for admits the caller.
                    var missing = (Permissions)admitted.FirstError.Metadata![Refusals.PermissionKey];
                    access.Admit(caller with { Granted = caller.Granted | missing }).IsError.ShouldBeFalse();
                }
                else
                {
                    // No scope would.
                    access.Admit(caller with { Granted = PermissionNames.All }).IsError.ShouldBeTrue();
                }
            }
        }
    }

    [Fact]
    public void A_way_to_own_data_is_for_people_and_any_other_for_machines_too()
    {
        var (person, machine) = (Callers.Person(Permissions.OrdersRead), Callers.Machine(Permissions.OrdersRead));

        Access.Own(Permissions.OrdersRead).Admit(person).Value.OwnData.ShouldBeTrue();
        Access.Own(Permissions.OrdersRead).Admit(machine).FirstError.ShouldBe(Refusals.PersonRequired);
        Access.To(Permissions.OrdersRead).Admit(person).Value.OwnData.ShouldBeFalse();
        Access.To(Permissions.OrdersRead).Admit(machine).Value.OwnData.ShouldBeFalse();
        Access.Own(Permissions.OrdersWrite).Or(Permissions.OrdersRead).Admit(person).Value.OwnData.ShouldBeFalse();
        Access.Own(Permissions.OrdersWrite).Or(Permissions.OrdersRead).Admit(machine).Value.OwnData.ShouldBeFalse();
    }

    [Fact]
    public void What_is_for_operators_alone_admits_no_bearer_of_a_token()
    {
        var access = Access.Operators();

        access.AdmitsOperators.ShouldBeTrue();
        access.Permissions.ShouldBeEmpty();
        foreach (var caller in new[] { Callers.Person(PermissionNames.All), Callers.Staff(PermissionNames.All), Callers.Machine(PermissionNames.All) })
        {
            access.Admit(caller).FirstError.ShouldBe(Refusals.NotPermitted);
        }
    }

    [Fact]
    public void Operators_come_in_only_where_the_use_case_says_so_and_in_any_order_of_words()
    {
        foreach (var access in new[] { Own, Any, OwnOrAny, Any.Recorded().SignedInWithin(TimeSpan.FromSeconds(1)).AtLevel(1) })
        {
            access.AdmitsOperators.ShouldBeFalse();
            access.OrOperators().AdmitsOperators.ShouldBeTrue();
        }

        var first = Any.OrOperators().Recorded().SignedInWithin(TimeSpan.FromSeconds(1)).AtLevel(1).Or(Permissions.OrdersRead);
        (first.AdmitsOperators, first.IsRecorded).ShouldBe((true, true));
        first.Permissions.ShouldBe([Permissions.OrdersReadAny, Permissions.OrdersRead]);
        first.OrOperators().StepUp.ShouldBe(first.StepUp);
    }

    [Theory]
    [InlineData(Permissions.None)]
    [InlineData(Permissions.OrdersRead | Permissions.OrdersWrite)]
    public void A_way_is_by_exactly_one_permission(Permissions permission)
    {
        Should.Throw<ArgumentException>(() => Access.Own(permission));
        Should.Throw<ArgumentException>(() => Access.To(permission));
        Should.Throw<ArgumentException>(() => Access.To(Permissions.OrdersRead).Or(permission));
    }

    [Fact]
    public void All_ways_are_told_first_choice_first() =>
        OwnOrAny.Permissions.ShouldBe([Permissions.OrdersRead, Permissions.OrdersReadAny]);

    [Fact]
    public void The_ways_of_machines_are_those_that_are_not_over_own_data()
    {
        OwnOrAny.MachinePermissions.ShouldBe([Permissions.OrdersReadAny]);
        Any.MachinePermissions.ShouldBe([Permissions.OrdersReadAny]);
        Own.MachinePermissions.ShouldBeEmpty();
    }

    [Fact]
    public void Every_refusal_is_forbidden_but_the_one_for_nobody()
    {
        Refusals.Anonymous.Type.ShouldBe(ErrorType.Unauthorized);
        Error[] others = [Refusals.PersonRequired, Refusals.NotPermitted, Refusals.CustomerSuspended, Refusals.InsufficientScope(Permissions.OrdersRead)];
        others.ShouldAllBe(error => error.Type == ErrorType.Forbidden);
        others.Select(error => error.Code).ShouldBe(["person-required", "not-permitted", "customer-suspended", "insufficient-scope"]);
    }

    private static Permissions MissingScope(Access access, Caller caller)
    {
        var error = access.Admit(caller).FirstError;
        error.Code.ShouldBe("insufficient-scope");
        return error.Metadata.ShouldNotBeNull()[Refusals.PermissionKey].ShouldBeOfType<Permissions>();
    }
}
