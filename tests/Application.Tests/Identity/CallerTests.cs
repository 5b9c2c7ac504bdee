using Modular.Application.Identity;

namespace Modular.Application.Tests.Identity;

public class CallerTests
{
    [Fact]
    public void A_scope_is_the_providers_prefix_and_our_name()
    {
        Callers.Person(Permissions.None).ScopeOf(Permissions.OrdersReadAny).ShouldBe("modular/orders.read.any");
        (Callers.Person(Permissions.None) with { ScopePrefix = "" }).ScopeOf(Permissions.OrdersRead).ShouldBe("orders.read");
    }

    [Fact]
    public void A_caller_in_a_log_line_does_not_tell_who_it_is()
    {
        var printed = Callers.Person(PermissionNames.All, "subject-of-alice").ToString();
        printed.ShouldBe("Person through main");
        $"{Callers.Machine(Permissions.OrdersFulfil)}".ShouldBe("Machine through main");
    }

    [Fact]
    public void An_accepted_verdict_in_a_log_line_does_not_tell_either()
    {
        var printed = new TokenVerdict.Accepted(Callers.Person(PermissionNames.All, "subject-of-alice")).ToString();
        printed.ShouldNotContain("subject-of-alice");
        printed.ShouldNotContain("token-1");
        printed.ShouldNotContain("issuer.example");
    }
}
