using Modular.Application.Customers;
using Modular.Application.Identity;
using Modular.Domain.Customers;

namespace Modular.Application.Tests.Customers;

/// <summary>Rule 11: which sign-ins a sign-out has ended.</summary>
public class CustomerStandingTests
{
    private static readonly CustomerStanding SignedOut =
        new(CustomerId.New(Callers.Noon), CustomerStatus.Active, Callers.Noon.AddMilliseconds(700));

    private static readonly Caller Alice = Callers.Person(Permissions.None);

    [Theory]
    [InlineData(-1000, true)]
    [InlineData(0, true)]
    [InlineData(700, true)]
    [InlineData(701, false)]
    [InlineData(1000, false)]
    public void A_sign_in_not_later_than_the_sign_out_has_ended(int milliseconds, bool hasEnded) =>
        SignedOut.HasEnded(Alice with { AuthenticatedAt = Callers.Noon.AddMilliseconds(milliseconds) }).ShouldBe(hasEnded);

    [Fact]
    public void A_refresh_which_renews_the_time_of_issue_revives_nothing() =>
        SignedOut.HasEnded(Alice with { AuthenticatedAt = Callers.Noon, IssuedAt = Callers.Noon.AddHours(1) }).ShouldBeTrue();

    [Fact]
    public void Without_auth_time_the_time_of_issue_decides_and_without_both_it_has_ended()
    {
        SignedOut.HasEnded(Alice with { IssuedAt = Callers.Noon.AddSeconds(1) }).ShouldBeFalse();
        SignedOut.HasEnded(Alice with { IssuedAt = Callers.Noon }).ShouldBeTrue();
        SignedOut.HasEnded(Alice).ShouldBeTrue();
    }

    [Fact]
    public void Who_never_signed_out_has_ended_nothing() =>
        new CustomerStanding(SignedOut.Id, CustomerStatus.Active).HasEnded(Alice).ShouldBeFalse();
}
