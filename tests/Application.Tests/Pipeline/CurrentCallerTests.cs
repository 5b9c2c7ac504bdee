using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Application.Tests.Pipeline;

public class CurrentCallerTests
{
    private static readonly CustomerId Id = new(new Guid("01890000-0000-7000-8000-00000000000a"));

    [Fact]
    public void Nobody_is_signed_in_at_first() => new CurrentCaller().Caller.ShouldBeNull();

    [Fact]
    public void Signing_in_twice_is_a_bug_even_as_the_same()
    {
        var current = new CurrentCaller();
        var alice = Callers.Person(Permissions.OrdersRead);
        current.SignIn(alice);

        Should.Throw<InvalidOperationException>(() => current.SignIn(alice));
        Should.Throw<InvalidOperationException>(() => current.SignIn(Callers.Staff(PermissionNames.All)));
        current.Caller.ShouldBeSameAs(alice);
    }

    [Fact]
    public void An_operator_is_named_by_the_command_and_is_the_only_caller()
    {
        var current = new CurrentCaller();
        current.SignInAsOperator("suspend");

        (current.Actor.Value, current.ClientId, current.Command, current.Caller).ShouldBe(("command:suspend", "suspend", "suspend", null));
        Should.Throw<InvalidOperationException>(() => current.SignInAsOperator("suspend"));
        Should.Throw<InvalidOperationException>(() => current.SignIn(Callers.Staff(PermissionNames.All)));
        Should.Throw<InvalidOperationException>(() => SignedIn(Callers.Machine(PermissionNames.All)).SignInAsOperator("suspend"));
    }

    [Fact]
    public void An_operator_sees_anybodys_data_by_no_permission_of_a_token()
    {
        var current = new CurrentCaller();
        current.SignInAsOperator("suspend");

        Should.Throw<InvalidOperationException>(() => current.OwnOrAnybodyWith(Permissions.OrdersReadAny));
    }

    [Fact]
    public void A_use_case_that_did_not_declare_own_data_has_no_customer()
    {
        var current = SignedIn(Callers.Person(PermissionNames.All));
        Should.Throw<InvalidOperationException>(() => current.CustomerId).Message.ShouldContain("Access.Own");
        Should.Throw<InvalidOperationException>(() => current.Actor);
        Should.Throw<InvalidOperationException>(() => new CurrentCaller().CustomerId);
    }

    [Fact]
    public void The_history_names_a_person_by_our_id_and_a_machine_by_its_client()
    {
        var alice = SignedIn(Callers.Person(PermissionNames.All));
        alice.Is(Id);
        alice.Actor.Value.ShouldBe("customer:01890000-0000-7000-8000-00000000000a");
        SignedIn(Callers.Machine(PermissionNames.All)).Actor.Value.ShouldBe("client:fulfilment-client");
    }

    [Fact]
    public void Whoever_has_the_permission_may_see_anybodys_data_and_others_their_own()
    {
        SignedIn(Callers.Machine(Permissions.OrdersReadAny)).OwnOrAnybodyWith(Permissions.OrdersReadAny).ShouldBe(Owner.Anybody);
        SignedIn(Callers.Staff(Permissions.OrdersReadAny)).OwnOrAnybodyWith(Permissions.OrdersReadAny).ShouldBe(Owner.Anybody);

        var bob = SignedIn(Callers.Person(PermissionNames.All, "bob"));
        bob.Is(Id);
        bob.OwnOrAnybodyWith(Permissions.OrdersReadAny).ShouldBe(Owner.Only(Id));
    }

    [Fact]
    public void An_owner_owns_their_own_anybody_everything_and_a_forgotten_one_nothing()
    {
        var other = new CustomerId(new Guid("01890000-0000-7000-8000-00000000000b"));
        Owner.Only(Id).Owns(Id).ShouldBeTrue();
        Owner.Only(Id).Owns(other).ShouldBeFalse();
        Owner.Anybody.Owns(other).ShouldBeTrue();
        default(Owner).Owns(Id).ShouldBeFalse();
        default(Owner).Owns(default).ShouldBeFalse();
    }

    private static CurrentCaller SignedIn(Caller caller)
    {
        var current = new CurrentCaller();
        current.SignIn(caller);
        return current;
    }
}
