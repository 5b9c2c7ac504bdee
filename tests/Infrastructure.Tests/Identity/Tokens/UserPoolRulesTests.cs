using System.Text.Json;
using System.Text.Json.Nodes;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Fake;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

/// <summary>SECURITY rule 2: an audience that is present is never passed over.</summary>
public class UserPoolRulesTests
{
    private const string Ours = "https://api.example.com";

    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("web", null, true)]
    [InlineData("web", "\"web\"", true)]
    [InlineData("web", """["other","web"]""", true)]
    [InlineData("web", "\"robot\"", false)]
    [InlineData("web", "\"Web\"", false)]
    [InlineData("web", "[]", false)]
    [InlineData("web", "\"https://api.example.com\"", false)]
    [InlineData("robot", null, true)]
    [InlineData("robot", "\"robot\"", true)]
    [InlineData("robot", "\"web\"", false)]
    [InlineData("robot", "\"https://api.example.com\"", false)]
    public void Without_a_bound_resource_an_audience_is_absent_or_the_tokens_own_client(string client, string? audience, bool isAccepted) =>
        Check(null, client, audience).ShouldBe(isAccepted ? null : RejectionReason.WrongAudience);

    [Theory]
    [InlineData("web", null, false)]
    [InlineData("web", "[]", false)]
    [InlineData("web", "\"web\"", false)]
    [InlineData("web", "\"https://API.example.com\"", false)]
    [InlineData("web", "\"https://api.example.com\"", true)]
    [InlineData("web", """["web","https://api.example.com"]""", true)]
    [InlineData("robot", null, true)]
    [InlineData("robot", "[]", false)]
    [InlineData("robot", "\"robot\"", true)]
    [InlineData("robot", "\"https://api.example.com\"", true)]
    [InlineData("robot", "\"web\"", false)]
    public void With_a_bound_resource_peoples_tokens_name_it_and_a_machines_may_lack_it(string client, string? audience, bool isAccepted) =>
        Check(Ours, client, audience).ShouldBe(isAccepted ? null : RejectionReason.WrongAudience);

    [Theory]
    [InlineData(null, "absent, or the token's own client")]
    [InlineData(Ours, "https://api.example.com (a machine's: absent, or its own client, too)")]
    public void It_is_explained_which_audience_is_expected(string? ours, string expected)
    {
        var trace = new TokenTrace();
        Rules(ours).Check(Claims("web", """["a","b"]"""), type: null, Now, trace);
        trace.Checks[^1].ShouldBe(new TokenCheck("aud", Passed: false, expected, "a, b"));
    }

    [Theory]
    [InlineData("access", true)]
    [InlineData("Access", false)]
    [InlineData("id", false)]
    [InlineData(null, false)]
    public void A_pools_token_says_that_it_is_an_access_token(string? use, bool isAccepted)
    {
        var claims = JsonNode.Parse(Claims("web", null).GetRawText())!.AsObject();
        claims["token_use"] = use;
        if (use is null)
        {
            claims.Remove("token_use");
        }

        var verdict = Rules(null).Check(JsonSerializer.SerializeToElement(claims), type: null, Now);
        (verdict as TokenVerdict.Rejected)?.Reason.ShouldBe(RejectionReason.WrongUse);
        (verdict is TokenVerdict.Accepted).ShouldBe(isAccepted);
    }

    private static RejectionReason? Check(string? ours, string client, string? audience) =>
        (Rules(ours).Check(Claims(client, audience), type: null, Now) as TokenVerdict.Rejected)?.Reason;

    private static TokenRules Rules(string? audience)
    {
        var options = new FakeOptions { ResourceServer = "modular", Audience = audience };
        options.ClientIds.Add("web");
        options.MachineClientIds.Add("robot");
        return UserPoolRules.Of("main", "https://issuer.example", options);
    }

    private static JsonElement Claims(string client, string? audience)
    {
        var claims = new JsonObject
        {
            ["sub"] = client == "robot" ? "robot" : "alice",
            ["client_id"] = client,
            ["token_use"] = "access",
            ["exp"] = Now.AddHours(1).ToUnixTimeSeconds(),
        };
        if (audience is not null)
        {
            claims["aud"] = JsonNode.Parse(audience);
        }

        return JsonSerializer.SerializeToElement(claims);
    }
}
