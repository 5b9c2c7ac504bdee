using Modular.Application.Pipeline;

namespace Modular.Application.Tests.Pipeline;

/// <summary>RFC 9110 section 13.1: what a caller expects of the state that it changes.</summary>
public class PreconditionTests
{
    private static readonly TagList Ones = new(IsAny: false, ["v1", "w1"]);

    [Fact]
    public void A_caller_who_expects_nothing_changes_any_state() => Holds(Precondition.None, "v1").ShouldBeTrue();

    [Theory]
    [InlineData("v1", true)]
    [InlineData("w1", true)]
    [InlineData("V1", false)]
    [InlineData("v2", false)]
    public void A_state_that_must_match_has_one_of_the_tags(string tag, bool holds) => Holds(new Precondition(Ones, null), tag).ShouldBe(holds);

    [Theory]
    [InlineData("v1", false)]
    [InlineData("V1", true)]
    [InlineData("v2", true)]
    public void A_state_that_must_not_match_has_none_of_the_tags(string tag, bool holds) => Holds(new Precondition(null, Ones), tag).ShouldBe(holds);

    [Fact]
    public void A_star_matches_every_state()
    {
        TagList.Any.ShouldBe(new TagList(IsAny: true, TagList.Any.Tags));
        Holds(new Precondition(new TagList(IsAny: true, []), null), "v1").ShouldBeTrue();
        Holds(new Precondition(null, new TagList(IsAny: true, [])), "v1").ShouldBeFalse();
    }

    [Fact]
    public void A_list_of_no_tag_matches_no_state()
    {
        TagList.Empty.ShouldBe(new TagList(IsAny: false, TagList.Empty.Tags));
        Holds(new Precondition(new TagList(IsAny: false, []), null), "v1").ShouldBeFalse();
        Holds(new Precondition(null, new TagList(IsAny: false, [])), "v1").ShouldBeTrue();
    }

    [Fact]
    public void Both_expectations_have_to_hold()
    {
        Holds(new Precondition(Ones, Ones), "v1").ShouldBeFalse();
        Holds(new Precondition(Ones, new TagList(IsAny: false, ["w1"])), "v1").ShouldBeTrue();
        new Precondition(Ones, Ones).Check("v1").FirstError.ShouldBe(Refusals.PreconditionFailed);
    }

    private static bool Holds(Precondition condition, string tag) => condition.Check(tag) is { IsError: false };
}
