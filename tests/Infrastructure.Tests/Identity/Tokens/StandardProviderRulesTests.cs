using System.Text.Json;
using System.Text.Json.Nodes;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Oidc;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

public class StandardProviderRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("\"https://api.example.com\"", true)]
    [InlineData("""["https://elsewhere.example","urn:api"]""", true)]
    [InlineData("\"https://API.example.com\"", false)]
    [InlineData("\"https://elsewhere.example\"", false)]
    [InlineData("[]", false)]
    [InlineData(null, false)]
    public void An_audience_is_always_one_of_ours(string? audience, bool isAccepted)
    {
        var verdict = Rules().Check(Claims("web", claims => claims["aud"] = audience is null ? null : JsonNode.Parse(audience)), type: null, Now);

        (verdict as TokenVerdict.Rejected)?.Reason.ShouldBe(RejectionReason.WrongAudience);
        (verdict is TokenVerdict.Accepted).ShouldBe(isAccepted);
    }

    [Fact]
    public void It_is_explained_which_audiences_are_ours()
    {
        Aud(Claims("web", claims => claims["aud"] = new JsonArray("a", "b"))).ShouldBe(
            new TokenCheck("aud", Passed: false, "https://api.example.com or urn:api", "a, b"));
        Aud(Claims("web", claims => claims.Remove("aud"))).Actual.ShouldBe("absent");

        static TokenCheck Aud(JsonElement claims)
        {
            var trace = new TokenTrace();
            Rules().Check(claims, type: null, Now, trace);
            return trace.Checks[^1];
        }
    }

    [Fact]
    public void It_is_not_explained_with_a_username_that_a_standard_provider_does_not_tell_people_by()
    {
        var trace = new TokenTrace();
        Rules().Check(Claims("web", _ => { }), type: null, Now, trace);

        trace.Checks.Single(check => check.Name == "person or machine").Expected.ShouldBe("as the client's list says: a person's sub is not its client");
    }

    [Fact]
    public void Without_a_list_of_peoples_clients_every_client_but_the_machines_is_peoples()
    {
        var rules = Rules();

        (rules.KindOf("web"), rules.KindOf("anything"), rules.KindOf("robot"), rules.KindOf(null)).ShouldBe(
            (CallerKind.Person, CallerKind.Person, CallerKind.Machine, null));
    }

    [Fact]
    public void With_a_list_of_peoples_clients_no_other_client_is_peoples()
    {
        var rules = Rules(options => options.ClientIds.Add("web"));

        (rules.KindOf("web"), rules.KindOf("anything"), rules.KindOf("robot")).ShouldBe((CallerKind.Person, null, CallerKind.Machine));
    }

    [Theory]
    [InlineData(null, "orders.read", "")]
    [InlineData("modular/", "modular/orders.read", "modular/")]
    public void A_scope_is_ours_behind_the_configured_prefix(string? prefix, string scope, string expected)
    {
        var rules = Rules(options => options.ScopePrefix = prefix);
        var caller = rules.Check(Claims("web", claims => claims["scp"] = new JsonArray(scope, "orders.write" + prefix)), type: null, Now)
            .ShouldBeOfType<TokenVerdict.Accepted>().Caller;

        rules.ScopePrefix.ShouldBe(expected);
        (caller.ScopePrefix, caller.Granted.HasFlag(Permissions.OrdersRead)).ShouldBe((expected, true));
    }

    private static TokenRules Rules(Action<OidcOptions>? configure = null)
    {
        var options = new OidcOptions { GroupsClaim = "groups" };
        options.Audiences.Add("https://api.example.com");
        options.Audiences.Add("urn:api");
        options.MachineClientIds.Add("robot");
        configure?.Invoke(options);
        return StandardProviderRules.Of("main", "https://issuer.example", options);
    }

    private static JsonElement Claims(string client, Action<JsonObject> change)
    {
        var claims = new JsonObject
        {
            ["sub"] = "alice",
            ["client_id"] = client,
            ["aud"] = "urn:api",
            ["exp"] = Now.AddHours(1).ToUnixTimeSeconds(),
        };
        change(claims);
        if (claims["aud"] is null)
        {
            claims.Remove("aud");
        }

        return JsonSerializer.SerializeToElement(claims);
    }
}
