using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.Application.Tests.Pipeline;

public class StepUpTests
{
    private static readonly string[] Levels = ["loa:1", "loa:2", "loa:3"];

    private static readonly StepUp Recent = new(TimeSpan.FromSeconds(300), Level: null);

    private static readonly Caller Alice = Callers.Person(Permissions.AccountWrite) with { AuthenticatedAt = Callers.Noon, AcrLevels = Levels };

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(300.001, false)]
    [InlineData(301, false)]
    [InlineData(1e9, false)]
    [InlineData(-60, true)]
    [InlineData(-60.001, false)]
    [InlineData(-1e9, false)]
    public void A_sign_in_is_recent_up_to_the_longest_age_and_never_from_the_future(double secondsAgo, bool isRecent) =>
        Recent.Check(Alice with { AuthenticatedAt = Callers.Noon.AddSeconds(-secondsAgo) }, Callers.Noon).IsError.ShouldBe(!isRecent);

    [Fact]
    public void A_sign_in_without_a_time_is_too_old_whenever_the_token_was_issued()
    {
        var refused = Recent.Check(Alice with { AuthenticatedAt = null, IssuedAt = Callers.Noon }, Callers.Noon);
        refused.FirstError.Code.ShouldBe("insufficient-user-authentication");
        refused.FirstError.Type.ShouldBe(ErrorType.Unauthorized);
        refused.FirstError.Metadata![Refusals.MaxAgeKey].ShouldBe(TimeSpan.FromSeconds(300));
    }

    [Theory]
    [InlineData(DateTimeKind.Utc, 0)]
    [InlineData(DateTimeKind.Utc, long.MaxValue)]
    public void A_time_at_the_end_of_the_calendar_is_no_error(DateTimeKind kind, long ticks)
    {
        var at = new DateTimeOffset(new DateTime(Math.Min(ticks, DateTime.MaxValue.Ticks), kind));
        Recent.Check(Alice with { AuthenticatedAt = at }, Callers.Noon).IsError.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1, "loa:1", true)]
    [InlineData(2, "loa:1", false)]
    [InlineData(2, "loa:2", true)]
    [InlineData(2, "loa:3", true)]
    [InlineData(1, "LOA:1", false)]
    [InlineData(1, "loa:9", false)]
    [InlineData(1, null, false)]
    public void A_level_is_that_of_the_providers_list_and_an_unknown_one_is_too_weak(int level, string? acr, bool isStrong) =>
        new StepUp(null, level).Check(Alice with { Acr = acr, AuthenticatedAt = null }, Callers.Noon).IsError.ShouldBe(!isStrong);

    [Fact]
    public void The_refusal_names_every_level_that_will_do()
    {
        var refused = new StepUp(null, 2).Check(Alice with { Acr = "loa:1" }, Callers.Noon).FirstError;
        ((IReadOnlyList<string>)refused.Metadata![Refusals.AcrValuesKey]).ShouldBe(["loa:2", "loa:3"]);
        refused.Metadata.ShouldNotContainKey(Refusals.MaxAgeKey);
    }

    [Fact]
    public void What_is_asked_for_is_asked_for_at_once()
    {
        var both = new StepUp(TimeSpan.FromSeconds(300), 3).Check(Alice with { Acr = "loa:3", AuthenticatedAt = null }, Callers.Noon).FirstError;
        both.Metadata!.Keys.ShouldBe([Refusals.AcrValuesKey, Refusals.MaxAgeKey, Refusals.ReasonKey], ignoreOrder: true);
    }

    [Theory]
    [InlineData(null, "loa:2", "the token has no auth_time, so the time of the sign-in is unknown: ask for it with max_age")]
    [InlineData(301, "loa:2", "auth_time is 301 s ago, and 300 s are allowed")]
    [InlineData(-61, "loa:2", "auth_time is 61 s in the future, and a clock may be 60 s ahead of ours")]
    [InlineData(0, null, "the token has no acr: ask the provider for one of acr_values")]
    [InlineData(0, "loa:1", "acr is too weak")]
    [InlineData(0, "other", "acr is none of the provider's AcrLevels")]
    [InlineData(301, "loa:1", "auth_time is 301 s ago, and 300 s are allowed; acr is too weak")]
    public void The_refusal_says_what_is_wrong_with_the_sign_in(int? secondsAgo, string? acr, string reason)
    {
        var caller = Alice with { Acr = acr, AuthenticatedAt = secondsAgo is { } ago ? Callers.Noon.AddSeconds(-ago) : null };

        var refused = new StepUp(TimeSpan.FromSeconds(300), 2).Check(caller, Callers.Noon).FirstError;

        ((string)refused.Metadata![Refusals.ReasonKey]).ShouldStartWith(reason);
    }

    [Fact]
    public void Nobody_is_sent_for_a_level_that_the_provider_does_not_have()
    {
        new StepUp(null, 4).Check(Alice with { Acr = "loa:3" }, Callers.Noon).FirstError.ShouldBe(Refusals.NotPermitted);
        new StepUp(null, 1).Check(Alice with { AcrLevels = [] }, Callers.Noon).FirstError.ShouldBe(Refusals.NotPermitted);
    }

    [Fact]
    public void A_machine_has_nobody_to_sign_in() =>
        new StepUp(TimeSpan.FromSeconds(1), 3).Check(Callers.Machine(PermissionNames.All), Callers.Noon).IsError.ShouldBeFalse();

    [Fact]
    public void What_an_access_asks_for_adds_up()
    {
        var access = Access.Own(Permissions.AccountWrite).SignedInWithin(TimeSpan.FromSeconds(300)).AtLevel(2).Recorded().Or(Permissions.CustomersManage);
        access.StepUp.ShouldBe(new StepUp(TimeSpan.FromSeconds(300), 2));
        access.IsRecorded.ShouldBeTrue();
        access.Permissions.ShouldBe([Permissions.AccountWrite, Permissions.CustomersManage]);
        Access.Own(Permissions.AccountWrite).StepUp.ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0.5)]
    [InlineData(1.5)]
    public void An_age_that_no_challenge_can_name_cannot_be_declared(double seconds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Access.Own(Permissions.AccountWrite).SignedInWithin(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void The_shortest_age_can_be_declared() =>
        Access.Own(Permissions.AccountWrite).SignedInWithin(TimeSpan.FromSeconds(1)).StepUp.ShouldBe(new StepUp(TimeSpan.FromSeconds(1), null));

    [Fact]
    public void The_levels_of_no_caller_are_a_bug() => Should.Throw<ArgumentNullException>(() => new StepUp(null, 1).AcrValues(null!));

    [Fact]
    public void The_weakest_level_can_be_declared() => Access.Own(Permissions.AccountWrite).AtLevel(1).StepUp.ShouldBe(new StepUp(null, 1));

    [Fact]
    public void A_level_below_the_weakest_cannot_be_declared() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Access.Own(Permissions.AccountWrite).AtLevel(0));
}
