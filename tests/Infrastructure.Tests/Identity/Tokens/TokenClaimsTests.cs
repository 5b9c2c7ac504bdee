using System.Text.Json;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

public class TokenClaimsTests
{
    private static readonly ClaimNames Names = new("client_id", ["scope", "scp"], "realm_access.roles", "username");

    [Theory]
    [InlineData("""{"scope":"a b"}""", new[] { "a", "b" })]
    [InlineData("""{"scope":" a  b "}""", new[] { "a", "b" })]
    [InlineData("""{"scp":["a","b c"]}""", new[] { "a", "b", "c" })]
    [InlineData("""{"scope":"a","scp":"b"}""", new[] { "a", "b" })]
    [InlineData("{}", new string[0])]
    public void Scopes_are_the_words_of_each_claim_that_may_hold_them(string claims, string[] scopes) =>
        Read(claims).Scopes.ShouldBe(scopes);

    [Theory]
    [InlineData("""{"realm_access.roles":["a"]}""", new[] { "a" })]
    [InlineData("""{"realm_access":{"roles":["a","b"]}}""", new[] { "a", "b" })]
    [InlineData("""{"realm_access.roles":["a"],"realm_access":{"roles":["b"]}}""", new[] { "a" })]
    [InlineData("""{"realm_access":{}}""", new string[0])]
    [InlineData("""{"realm_access":7}""", new string[0])]
    [InlineData("""{"roles":["a"]}""", new string[0])]
    [InlineData("{}", new string[0])]
    public void Groups_are_found_under_their_name_or_along_its_dots(string claims, string[] groups) =>
        Read(claims).Groups.ShouldBe(groups);

    [Theory]
    [InlineData("""{"a":{"b":{"c":["x"]}}}""", new[] { "x" })]
    [InlineData("""{"a":{"c":["x"]}}""", new string[0])]
    [InlineData("""{"a":{"b":7}}""", new string[0])]
    [InlineData("""{"a":7}""", new string[0])]
    public void Groups_may_lie_as_deep_as_their_name_has_dots(string claims, string[] groups) =>
        Read(claims, Names with { Groups = "a.b.c" }).Groups.ShouldBe(groups);

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
    public void One_claim_of_the_wrong_type_is_enough_and_named(string claim, string value)
    {
        TokenClaims.Read(Of($$"""{"{{claim}}":{{value}}}"""), type: null, Names, out var wrong).ShouldBeNull();

        wrong.ShouldNotBeNull().ShouldStartWith(claim);
    }

    [Fact]
    public void The_first_claim_of_the_wrong_type_is_named()
    {
        TokenClaims.Read(Of("""{"jti":7,"exp":"7","sub":7}"""), type: null, Names, out var wrong).ShouldBeNull();

        wrong.ShouldBe("sub");
    }

    [Fact]
    public void A_username_is_looked_for_only_where_it_says_who_is_a_person()
    {
        Read("""{"username":"alice"}""").Username.ShouldBe("alice");
        Read("""{"username":7}""", Names with { Username = null }).Username.ShouldBeNull();
    }

    [Fact]
    public void Where_a_provider_has_no_groups_none_are_looked_for() =>
        Read("""{"groups":7}""", Names with { Groups = null }).Groups.ShouldBeEmpty();

    [Theory]
    [InlineData("{}", false, false)]
    [InlineData("""{"aud":null,"cnf":null}""", false, false)]
    [InlineData("""{"aud":[],"cnf":{}}""", true, true)]
    [InlineData("""{"aud":"a","cnf":"x"}""", true, true)]
    public void An_audience_and_a_bound_key_count_whatever_they_hold(string claims, bool hasAudience, bool isBound)
    {
        var facts = TokenClaims.Read(Of(claims), "at+jwt", Names, out var wrong)!;
        wrong.ShouldBeNull();

        (facts.HasAudience, facts.IsBound, facts.Type).ShouldBe((hasAudience, isBound, "at+jwt"));
    }

    private static TokenClaims Read(string claims, ClaimNames? names = null) => TokenClaims.Read(Of(claims), type: null, names ?? Names, out _)!;

    private static JsonElement Of(string json) => JsonDocument.Parse(json).RootElement.Clone();
}
