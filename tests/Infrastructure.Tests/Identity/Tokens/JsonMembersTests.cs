using System.Text.Json;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

/// <summary>SECURITY rule 1: a claim of the wrong type is never taken for a missing one.</summary>
public class JsonMembersTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1768478400", 1_768_478_400)]
    [InlineData("1768478400.999", 1_768_478_400)]
    [InlineData("1.7684784e9", 1_768_478_400)]
    [InlineData("253402300799", 253_402_300_799)]
    public void An_instant_is_a_number_of_whole_seconds(string value, long seconds)
    {
        Of($$"""{"exp":{{value}}}""").TryGetInstant("exp", out var instant).ShouldBeTrue();

        instant.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(seconds));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-0.001")]
    [InlineData("253402300799.001")]
    [InlineData("253402300800")]
    [InlineData("1e400")]
    [InlineData("\"1768478400\"")]
    [InlineData("true")]
    [InlineData("[1768478400]")]
    public void An_instant_is_within_the_calendar_and_nothing_but_a_number(string value)
    {
        Of($$"""{"exp":{{value}}}""").TryGetInstant("exp", out var instant).ShouldBeFalse();

        instant.ShouldBeNull();
    }

    [Theory]
    [InlineData("\"a\"", new[] { "a" })]
    [InlineData("""["a","b"]""", new[] { "a", "b" })]
    [InlineData("[]", new string[0])]
    public void A_list_may_be_a_single_text(string value, string[] texts)
    {
        Of($$"""{"aud":{{value}}}""").TryGetStrings("aud", out var values).ShouldBeTrue();

        values.ShouldBe(texts);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""["a",7]""")]
    [InlineData("""["a","\ud800"]""")]
    [InlineData("\"\\ud800\"")]
    public void A_list_holds_texts_alone(string value) => Of($$"""{"aud":{{value}}}""").TryGetStrings("aud", out _).ShouldBeFalse();

    [Theory]
    [InlineData("7")]
    [InlineData("[\"a\"]")]
    [InlineData("\"\\ud800\"")]
    public void A_text_is_nothing_else(string value)
    {
        Of($$"""{"sub":{{value}}}""").TryGetString("sub", out var text).ShouldBeFalse();

        text.ShouldBeNull();
    }

    [Fact]
    public void What_is_absent_or_null_is_no_fault()
    {
        foreach (var claims in new[] { Of("{}"), Of("""{"sub":null,"exp":null,"aud":null}""") })
        {
            (claims.TryGetString("sub", out var text), text).ShouldBe((true, null));
            (claims.TryGetInstant("exp", out var instant), instant).ShouldBe((true, null));
            claims.TryGetStrings("aud", out var values).ShouldBeTrue();
            values.ShouldBeEmpty();
            claims.Has("aud").ShouldBeFalse();
        }
    }

    private static JsonElement Of(string json) => JsonDocument.Parse(json).RootElement.Clone();
}
