using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

public class GroupMapTests
{
    private static readonly GroupMap Map = new([new("staff", "backoffice")]);

    [Theory]
    [InlineData(new[] { "vip", "backoffice" }, new[] { "staff" })]
    [InlineData(new[] { "staff", "Backoffice", "backoffice " }, new string[0])]
    [InlineData(new string[0], new string[0])]
    public void A_group_is_ours_by_the_providers_name_to_the_letter(string[] theirs, string[] ours) => Map.Ours(theirs).ShouldBe(ours);

    [Fact]
    public void Without_a_map_no_group_is_ours() => new GroupMap([]).Ours(["staff"]).ShouldBeEmpty();
}
