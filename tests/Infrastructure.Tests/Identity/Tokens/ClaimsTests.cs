using System.Text.Json;
using Modular.Infrastructure.Identity;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

/// <summary>SECURITY rule 1: a claim of the wrong type is never taken for a missing one.</summary>
public class ClaimsTests
{
    private static readonly ClaimNames Names = new("client_id", ["scope", "scp"], "realm_access.roles");

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
    public void What_is_absent_is_no_fault()
    {
        var claims = Of("{}");

        (claims.TryGetString("sub", out var text), text).ShouldBe((true, null));
        (claims.TryGetInstant("exp", out var instant), instant).ShouldBe((true, null));
        claims.TryGetStrings("aud", out var values).ShouldBeTrue();
        values.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"scope":"a b"}""", new[] { "a", "b" })]
    [InlineData("""{"scope":" a  b "}""", new[] { "a", "b" })]
    [InlineData("""{"scp":["a","b c"]}""", new[] { "a", "b", "c" })]
    [InlineData("""{"scope":"a","scp":"b"}""", new[] { "a", "b" })]
    [InlineData("{}", new string[0])]
    public void Scopes_are_the_words_of_each_claim_that_may_hold_them(string claims, string[] scopes) =>
        TokenFacts.Read(Of(claims), type: null, Names)!.Scopes.ShouldBe(scopes);

    [Theory]
    [InlineData("""{"realm_access.roles":["a"]}""", new[] { "a" })]
    [InlineData("""{"realm_access":{"roles":["a","b"]}}""", new[] { "a", "b" })]
    [InlineData("""{"realm_access.roles":["a"],"realm_access":{"roles":["b"]}}""", new[] { "a" })]
    [InlineData("""{"realm_access":{}}""", new string[0])]
    [InlineData("""{"realm_access":7}""", new string[0])]
    [InlineData("""{"roles":["a"]}""", new string[0])]
    [InlineData("{}", new string[0])]
    public void Groups_are_found_under_their_name_or_along_its_dots(string claims, string[] groups) =>
        TokenFacts.Read(Of(claims), type: null, Names)!.Groups.ShouldBe(groups);

    [Theory]
    [InlineData("""{"a":{"b":{"c":["x"]}}}""", new[] { "x" })]
    [InlineData("""{"a":{"c":["x"]}}""", new string[0])]
    [InlineData("""{"a":{"b":7}}""", new string[0])]
    public void Groups_may_lie_as_deep_as_their_name_has_dots(string claims, string[] groups) =>
        TokenFacts.Read(Of(claims), type: null, Names with { Groups = "a.b.c" })!.Groups.ShouldBe(groups);

    [Theory]
    [InlineData("token_use", "7")]
    [InlineData("client_id", "7")]
    [InlineData("sub", "7")]
    [InlineData("username", "7")]
    [InlineData("acr", "7")]
    [InlineData("jti", "7")]
    [InlineData("aud", "7")]
    [InlineData("scope", "7")]
    [InlineData("scp", "[7]")]
    [InlineData("realm_access.roles", "7")]
    [InlineData("realm_access", """{"roles":7}""")]
    [InlineData("exp", "\"7\"")]
    [InlineData("nbf", "\"7\"")]
    [InlineData("iat", "\"7\"")]
    [InlineData("auth_time", "\"7\"")]
    public void One_claim_of_the_wrong_type_is_enough(string claim, string value) =>
        TokenFacts.Read(Of($$"""{"{{claim}}":{{value}}}"""), type: null, Names).ShouldBeNull();

    [Fact]
    public void Where_a_provider_has_no_groups_none_are_looked_for() =>
        TokenFacts.Read(Of("""{"groups":7}"""), type: null, Names with { Groups = null })!.Groups.ShouldBeEmpty();

    [Theory]
    [InlineData("{}", false, false)]
    [InlineData("""{"aud":[],"cnf":{}}""", true, true)]
    [InlineData("""{"aud":"a","cnf":"x"}""", true, true)]
    public void An_audience_and_a_bound_key_count_whatever_they_hold(string claims, bool hasAudience, bool isBound)
    {
        var facts = TokenFacts.Read(Of(claims), "at+jwt", Names)!;

        (facts.HasAudience, facts.IsBound, facts.Type).ShouldBe((hasAudience, isBound, "at+jwt"));
    }

    private static JsonElement Of(string json) => JsonDocument.Parse(json).RootElement.Clone();
}
