using System.Text.Json;
using System.Text.Json.Nodes;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Fake;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

/// <summary>The checks of every provider's tokens, exact to the second and the character, and their explanation.</summary>
public class TokenRulesTests
{
    private const string Issuer = "https://issuer.example";

    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Theory]
    [InlineData(60)]
    [InlineData(7)]
    [InlineData(0)]
    public void A_token_ends_as_many_seconds_behind_its_time_as_the_clock_may_be_off(int skew)
    {
        var rules = Rules(options => options.ClockSkewSeconds = skew);
        var token = Person(claims => claims["exp"] = Now.ToUnixTimeSeconds());

        Accept(rules, token, Now.AddSeconds(skew) - Tick);
        Reject(rules, token, Now.AddSeconds(skew), RejectionReason.Expired, "exp has passed");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(7)]
    [InlineData(0)]
    public void A_token_begins_as_many_seconds_before_its_time_as_the_clock_may_be_off(int skew)
    {
        var rules = Rules(options => options.ClockSkewSeconds = skew);
        var token = Person(claims => claims["nbf"] = Now.ToUnixTimeSeconds());

        Accept(rules, token, Now.AddSeconds(-skew));
        Reject(rules, token, Now.AddSeconds(-skew) - Tick, RejectionReason.NotYetValid, "nbf has not come");
    }

    [Fact]
    public void A_verdict_holds_until_the_tokens_end_and_the_clocks_difference_after_it()
    {
        var rules = Rules(options => options.ClockSkewSeconds = 7);
        var caller = Accept(rules, Person(claims => claims["exp"] = Now.AddMinutes(15).ToUnixTimeSeconds()));

        caller.ExpiresAt.ShouldBe(Now.AddMinutes(15));
        rules.EndOf(caller).ShouldBe(Now.AddMinutes(15).AddSeconds(7));
    }

    [Fact]
    public void A_token_without_an_end_ends_when_its_provider_says_so_and_is_malformed_where_the_provider_says_nothing()
    {
        var endless = Person(claims => claims.Remove("exp"));

        Rules().Check(endless, type: null, Now, endIfUnsaid: Now.AddSeconds(9)).ShouldBeOfType<TokenVerdict.Accepted>().Caller.ExpiresAt.ShouldBe(Now.AddSeconds(9));
        Reject(Rules(), endless, Now, RejectionReason.Malformed, "exp is missing");
    }

    [Fact]
    public void The_end_that_a_token_states_is_its_end_whatever_its_provider_says()
    {
        var token = Person(claims => claims["exp"] = Now.AddMinutes(15).ToUnixTimeSeconds());

        Rules().Check(token, type: null, Now, endIfUnsaid: Now.AddSeconds(9)).ShouldBeOfType<TokenVerdict.Accepted>().Caller.ExpiresAt.ShouldBe(Now.AddMinutes(15));
    }

    [Theory]
    [InlineData(253_402_300_799)]
    [InlineData(253_402_300_793)]
    public void A_token_that_ends_with_the_calendar_is_good_until_then(long end)
    {
        var rules = Rules(options => options.ClockSkewSeconds = 7);

        rules.EndOf(Accept(rules, Person(claims => claims["exp"] = end))).ShouldBe(DateTimeOffset.MaxValue);
    }

    [Fact]
    public void The_last_end_that_the_calendar_has_room_behind_is_not_moved()
    {
        var rules = Rules(options => options.ClockSkewSeconds = 7);

        rules.EndOf(Accept(rules, Person(claims => claims["exp"] = 253_402_300_792))).ShouldBe(DateTimeOffset.FromUnixTimeSeconds(253_402_300_799));
    }

    [Fact]
    public void A_person_has_our_names_of_their_groups()
    {
        var rules = Rules(options => options.Groups["staff"] = "backoffice");
        var token = Person(claims => claims["cognito:groups"] = new JsonArray("backoffice", "staff", "vip"));

        Accept(rules, token).Groups.ShouldBe(["staff"]);
    }

    [Fact]
    public void A_machine_has_no_groups_whatever_its_token_says() =>
        Accept(Rules(), Machine(claims => claims["cognito:groups"] = new JsonArray("staff"))).Groups.ShouldBeEmpty();

    [Fact]
    public void A_caller_is_what_the_token_says_in_our_words()
    {
        var caller = Accept(Rules(options => options.AcrLevels.Add("loa:1")), Person(claims =>
        {
            claims["scope"] = "modular/orders.read other/orders.write openid";
            claims["auth_time"] = Now.AddMinutes(-3).ToUnixTimeSeconds();
            claims["iat"] = Now.AddMinutes(-1).ToUnixTimeSeconds();
            claims["acr"] = "loa:1";
            claims["jti"] = "token-1";
        }));

        (caller.Provider, caller.Issuer, caller.Subject, caller.ClientId, caller.Kind).ShouldBe(("main", Issuer, "alice", "web", CallerKind.Person));
        (caller.Granted, caller.ScopePrefix).ShouldBe((Permissions.OrdersRead, "modular/"));
        (caller.AuthenticatedAt, caller.IssuedAt).ShouldBe((Now.AddMinutes(-3), Now.AddMinutes(-1)));
        (caller.Acr, caller.TokenId).ShouldBe(("loa:1", "token-1"));
        caller.AcrLevels.ShouldBe(["loa:1"]);
    }

    [Theory]
    [InlineData("web", CallerKind.Person)]
    [InlineData("robot", CallerKind.Machine)]
    [InlineData("Web", null)]
    [InlineData("stranger", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_clients_list_alone_says_who_is_a_person_and_who_a_machine(string? client, CallerKind? kind) => Rules().KindOf(client).ShouldBe(kind);

    [Fact]
    public void A_pool_without_clients_of_people_has_no_people() =>
        Rules(options => options.ClientIds.Clear()).KindOf("web").ShouldBeNull();

    [Fact]
    public void A_machine_may_have_no_subject_and_is_then_its_client()
    {
        Accept(Rules(), Machine(claims => claims.Remove("sub"))).Subject.ShouldBe("robot");
        Accept(Rules(), Machine(claims => claims["sub"] = "another-name")).Subject.ShouldBe("another-name");
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\" \"")]
    [InlineData("\"a\\u0007\"")]
    public void A_subject_is_text_without_control_characters(string subject)
    {
        Reject(Rules(), Person(claims => claims["sub"] = JsonNode.Parse(subject)), Now, RejectionReason.Malformed, "sub is missing, too long, or has control characters");
        Reject(Rules(), Machine(claims => claims["sub"] = JsonNode.Parse(subject)), Now, RejectionReason.Malformed, "sub is missing, too long, or has control characters");
    }

    [Fact]
    public void A_person_has_a_subject_of_at_most_255_characters()
    {
        Accept(Rules(), Person(claims => claims["sub"] = new string('s', 255)));
        Reject(Rules(), Person(claims => claims["sub"] = new string('s', 256)), Now, RejectionReason.Malformed);
        Reject(Rules(), Person(claims => claims.Remove("sub")), Now, RejectionReason.Malformed);
    }

    [Fact]
    public void A_pools_token_is_of_the_kind_that_its_client_gets()
    {
        const string Detail = "the token is not of the kind that its client gets: person or machine";

        Reject(Rules(), Person(claims => claims["sub"] = "web"), Now, RejectionReason.WrongClient, Detail);
        Reject(Rules(), Machine(claims => claims["username"] = "alice"), Now, RejectionReason.WrongClient, Detail);
    }

    [Fact]
    public void The_first_rule_that_a_token_breaks_is_the_reason()
    {
        Action<JsonObject>[] faults =
        [
            claims => claims["token_use"] = "id",
            claims => claims.Remove("exp"),
            claims => claims.Remove("sub"),
            claims => claims["exp"] = Now.AddMinutes(-2).ToUnixTimeSeconds(),
            claims => claims["nbf"] = Now.AddMinutes(2).ToUnixTimeSeconds(),
            claims => claims["cnf"] = new JsonObject(),
            claims => claims["client_id"] = "stranger",
            claims => claims["aud"] = "https://elsewhere.example",
        ];
        RejectionReason[] reasons =
        [
            RejectionReason.WrongUse, RejectionReason.Malformed, RejectionReason.Malformed, RejectionReason.Expired,
            RejectionReason.NotYetValid, RejectionReason.UnprovenKey, RejectionReason.WrongClient, RejectionReason.WrongAudience,
        ];

        for (var first = 0; first < faults.Length; first++)
        {
            // A missing exp and a past one cannot be together.
            var token = Person(claims =>
            {
                foreach (var fault in faults.Skip(first).Reverse())
                {
                    fault(claims);
                }
            });
            Reject(Rules(), token, Now, reasons[first]);
            Explain(Rules(), token).Verdict.ShouldBeOfType<TokenVerdict.Rejected>().Reason.ShouldBe(reasons[first]);
        }
    }

    [Fact]
    public void A_claim_of_the_wrong_type_ends_the_check_and_is_explained()
    {
        var token = Person(claims => claims["exp"] = "tomorrow");

        Reject(Rules(), token, Now, RejectionReason.Malformed);
        var check = Explain(Rules(), token).Checks.ShouldHaveSingleItem();
        (check.Name, check.Passed).ShouldBe(("claims", false));
        check.Actual.ShouldEndWith("of the wrong type");
    }

    [Fact]
    public void Every_rule_of_a_good_token_is_explained_with_what_it_has()
    {
        var checks = Explain(Rules(), Person(claims =>
        {
            claims["exp"] = Now.AddMinutes(1).ToUnixTimeSeconds();
            claims["nbf"] = Now.AddMinutes(-1).ToUnixTimeSeconds();
        })).Checks;

        checks.ShouldBe(
        [
            new("token_use", Passed: true, "access", "access"),
            new("exp", Passed: true, "present", "present"),
            new("sub", Passed: true, "1 to 255 characters, none of them control characters; a machine's may be absent", "alice"),
            new("exp", Passed: true, "after 2026-01-15 11:59:53Z", "2026-01-15 12:01:00Z"),
            new("nbf", Passed: true, "absent, or not after 2026-01-15 12:00:07Z", "2026-01-15 11:59:00Z"),
            new("cnf", Passed: true, "absent", "absent"),
            new("client_id", Passed: true, "one of ClientIds or MachineClientIds", "web"),
            new("person or machine", Passed: true, "as the client's list says: a person's sub is not its client, a machine has no username", "a person's client"),
            new("aud", Passed: true, "absent, or the token's own client", "absent"),
        ]);
    }

    [Fact]
    public void The_rules_behind_a_broken_one_are_explained_too()
    {
        var checks = Explain(Rules(), Person(claims =>
        {
            claims["token_use"] = "id";
            claims.Remove("exp");
            claims["cnf"] = new JsonObject();
            claims["aud"] = new JsonArray("a", "b");
        })).Checks;

        checks.Where(check => !check.Passed).Select(check => (check.Name, check.Actual)).ShouldBe(
            [("token_use", "id"), ("exp", "absent"), ("cnf", "present"), ("aud", "a, b")]);
        checks.Count.ShouldBe(9);
    }

    [Fact]
    public void It_is_explained_what_of_person_and_machine_a_token_mixes()
    {
        Kind(Person()).ShouldBe((true, "a person's client"));
        Kind(Person(claims => claims["sub"] = "web")).ShouldBe((false, "a person's client, and sub is the client"));
        Kind(Machine()).ShouldBe((true, "a machine's client"));
        Kind(Machine(claims => claims["username"] = "alice")).ShouldBe((false, "a machine's client, and a username"));
        Kind(Person(claims => claims["client_id"] = "stranger")).ShouldBe((false, "absent"));

        static (bool Passed, string Actual) Kind(JsonElement token)
        {
            var check = Explain(Rules(), token).Checks.Single(check => check.Name == "person or machine");
            return (check.Passed, check.Actual);
        }
    }

    private static TokenRules Rules(Action<FakeOptions>? configure = null)
    {
        var options = new FakeOptions { ResourceServer = "modular", ClockSkewSeconds = 7 };
        options.ClientIds.Add("web");
        options.MachineClientIds.Add("robot");
        configure?.Invoke(options);
        return UserPoolRules.Of("main", Issuer, options);
    }

    private static JsonElement Person(Action<JsonObject>? change = null) => Claims("alice", "web", claims =>
    {
        claims["username"] = "alice";
        change?.Invoke(claims);
    });

    private static JsonElement Machine(Action<JsonObject>? change = null) => Claims("robot", "robot", change ?? (_ => { }));

    private static JsonElement Claims(string subject, string client, Action<JsonObject> change)
    {
        var claims = new JsonObject
        {
            ["sub"] = subject,
            ["client_id"] = client,
            ["token_use"] = "access",
            ["exp"] = Now.AddHours(1).ToUnixTimeSeconds(),
        };
        change(claims);
        return JsonSerializer.SerializeToElement(claims);
    }

    private static Caller Accept(TokenRules rules, JsonElement token, DateTimeOffset? now = null) =>
        rules.Check(token, type: null, now ?? Now).ShouldBeOfType<TokenVerdict.Accepted>().Caller;

    private static void Reject(TokenRules rules, JsonElement token, DateTimeOffset now, RejectionReason reason, string? detail = null)
    {
        var rejected = rules.Check(token, type: null, now).ShouldBeOfType<TokenVerdict.Rejected>();
        rejected.Reason.ShouldBe(reason);
        rejected.Detail.ShouldBe(detail ?? rejected.Detail);
    }

    private static (IReadOnlyList<TokenCheck> Checks, TokenVerdict Verdict) Explain(TokenRules rules, JsonElement token)
    {
        var trace = new TokenTrace();
        return (trace.Checks, rules.Check(token, type: null, Now, trace));
    }
}
