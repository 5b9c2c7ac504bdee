using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Control;

public sealed class MintTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private Task<string> MintAsync(string body) => pool.MintAsync(JsonNode.Parse(body)!.AsObject());

    [Fact]
    public async Task A_minted_token_is_the_one_that_a_sign_in_gives()
    {
        using var browser = pool.OpenBrowser();
        var code = await browser.CodeAsync("carol", ("scope", "openid modular/orders.read"));
        var tokens = await pool.TokensAsync(
            "web-client:web-secret", ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Browser.RedirectUri));
        var real = ReadToken.Of(tokens.Text("access_token"));
        var minted = await ReadToken.VerifiedAsync(
            pool, await MintAsync("""{"user":"carol","client":"web-client","scopes":["openid","modular/orders.read"]}"""));

        minted.Names.ShouldBe(real.Names);
        minted.Kid.ShouldBe(real.Kid);
        foreach (var name in new[] { "jti", "origin_jti", "event_id" })
        {
            real.Claims.Remove(name);
            minted.Claims.Remove(name);
        }

        minted.Claims.ToJsonString().ShouldBe(real.Claims.ToJsonString());
    }

    [Theory]
    [InlineData("""{"user":null,"client":"fulfilment-client"}""")]
    [InlineData("""{"client":"fulfilment-client"}""")]
    public async Task No_user_makes_a_machines_token(string body)
    {
        var token = await ReadToken.VerifiedAsync(pool, await MintAsync(body));
        token.Names.ShouldBe(["auth_time", "client_id", "exp", "iat", "iss", "jti", "scope", "sub", "token_use", "version"]);
        token.Text("scope").ShouldBe("modular/orders.fulfil modular/orders.read.any");
    }

    [Fact]
    public async Task Claims_override_and_null_removes()
    {
        var token = ReadToken.Of(await MintAsync(
            """{"user":"alice","client":"web-client","claims":{"client_id":"other","aud":["a","b"],"cnf":{"jkt":"x"},"exp":"soon","jti":null}}"""));
        token.Text("client_id").ShouldBe("other");
        token.Claims["aud"]!.ToJsonString().ShouldBe("""["a","b"]""");
        token.Claims["cnf"]!["jkt"]!.GetValue<string>().ShouldBe("x");
        token.Text("exp").ShouldBe("soon");
        token.Claims.ContainsKey("jti").ShouldBeFalse();
    }

    [Fact]
    public async Task An_expired_token_was_good_once()
    {
        var token = ReadToken.Of(await MintAsync("""{"user":"alice","client":"web-client","expiresIn":-60}"""));
        token.Number("exp").ShouldBe(pool.Now - 60);
        token.Number("iat").ShouldBe(pool.Now - 60 - 3600);
        token.Number("auth_time").ShouldBe(pool.Now - 60 - 3600);
    }

    [Fact]
    public async Task The_answer_says_how_long_the_token_lives()
    {
        using var response = await pool.ControlAsync("tokens", new JsonObject { ["user"] = "alice", ["client"] = "web-client", ["expiresIn"] = 900 });
        var answer = await response.JsonAsync();
        answer.Select(field => field.Key).ShouldBe(["access_token", "expires_in"]);
        answer["expires_in"]!.GetValue<int>().ShouldBe(900);
        ReadToken.Of(answer.Text("access_token")).Number("exp").ShouldBe(pool.Now + 900);
    }

    [Fact]
    public async Task Unsigned_and_unknown_keys_are_refused_by_who_verifies()
    {
        var unsigned = await MintAsync("""{"user":"alice","client":"web-client","sign":"none"}""");
        unsigned.ShouldEndWith(".");
        ReadToken.Of(unsigned).Header.Text("alg").ShouldBe("none");
        var unknown = await MintAsync("""{"user":"alice","client":"web-client","sign":"unknownKey"}""");
        ReadToken.Of(unknown).Header.Text("alg").ShouldBe("RS256");
        (await ReadToken.IsGoodAsync(pool, unsigned)).ShouldBeFalse();
        (await ReadToken.IsGoodAsync(pool, unknown)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_minted_id_token_is_the_one_that_a_sign_in_gives_but_for_the_hash_of_an_access_token()
    {
        using var browser = pool.OpenBrowser();
        var code = await browser.CodeAsync("carol", ("scope", "openid email"));
        var tokens = await pool.TokensAsync(
            "web-client:web-secret", ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Browser.RedirectUri));
        var real = ReadToken.Of(tokens.Text("id_token"));
        using var response = await pool.ControlAsync(
            "tokens", JsonNode.Parse("""{"use":"id","user":"carol","client":"web-client","scopes":["openid","email"]}""")!.AsObject());
        var answer = await response.JsonAsync();
        answer.Select(field => field.Key).ShouldBe(["id_token", "expires_in"]);
        var minted = await ReadToken.VerifiedAsync(pool, answer.Text("id_token"));

        minted.Kid.ShouldBe(real.Kid);
        real.Claims.Remove("at_hash");
        foreach (var name in new[] { "jti", "origin_jti", "event_id" })
        {
            real.Claims.Remove(name);
            minted.Claims.Remove(name);
        }

        minted.Claims.ToJsonString().ShouldBe(real.Claims.ToJsonString());
    }

    [Fact]
    public async Task An_id_tokens_claims_and_time_can_be_set_too()
    {
        using var response = await pool.ControlAsync("tokens", JsonNode.Parse(
            """{"use":"id","user":"alice","client":"stranger","expiresIn":-60,"claims":{"nonce":"n","aud":["a","b"],"email":null}}""")!.AsObject());
        var token = ReadToken.Of((await response.JsonAsync()).Text("id_token"));
        token.Text("nonce").ShouldBe("n");
        token.Claims["aud"]!.ToJsonString().ShouldBe("""["a","b"]""");
        token.Claims.ContainsKey("email").ShouldBeFalse();
        token.Number("exp").ShouldBe(pool.Now - 60);
        token.Number("iat").ShouldBe(pool.Now - 60 - 3600);
    }

    [Theory]
    [InlineData("access")]
    [InlineData("id")]
    public async Task A_retired_key_signs_what_was_good_once(string use)
    {
        var order = new JsonObject { ["use"] = use, ["user"] = "alice", ["client"] = "web-client" };
        using var before = await pool.ControlAsync("tokens", order);
        using var rotated = await pool.ControlAsync("keys/rotate", new JsonObject { ["use"] = use, ["retireOld"] = true });
        order["sign"] = "retiredKey";
        using var after = await pool.ControlAsync("tokens", order);
        var (good, retired) = ((await before.JsonAsync()).Text(use + "_token"), (await after.JsonAsync()).Text(use + "_token"));
        ReadToken.Of(retired).Kid.ShouldBe(ReadToken.Of(good).Kid);
        (await ReadToken.IsGoodAsync(pool, retired)).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_retired_key_it_says_how_to_get_one()
    {
        await using var server = await RunningPool.StartAsync();
        using var http = server.CreateClient();
        using var response = await http.PostAsJsonAsync(
            "_local/tokens", new { client = "fulfilment-client", sign = "retiredKey" }, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.JsonAsync()).Text("error").ShouldBe("No key of this use was retired yet: POST /_local/keys/rotate with retireOld first.");
    }

    [Fact]
    public async Task A_client_that_the_pool_does_not_know_can_have_a_token()
    {
        var token = await ReadToken.VerifiedAsync(pool, await MintAsync("""{"user":"alice","client":"stranger","scopes":["modular/orders.read"]}"""));
        token.Text("client_id").ShouldBe("stranger");
    }

    [Theory]
    [InlineData("""{}""", "client is missing: give the id of an app client.")]
    [InlineData("""{"user":"nobody","client":"web-client"}""", "user is not in the pool: give the username of one of its people, or null for a machine's token.")]
    [InlineData("""{"client":"web-client","sign":"other"}""", "sign must be current, unknownKey, retiredKey or none.")]
    [InlineData("""{"client":"web-client","use":"refresh"}""", "use must be access or id.")]
    [InlineData("""{"client":"web-client","use":"id"}""", "user is missing: an ID token tells of a person.")]
    [InlineData("""{"client":"web-client","expiresIn":999999999}""", "expiresIn must lie within ten years.")]
    public async Task A_wrong_order_is_explained(string body, string sentence)
    {
        using var response = await pool.ControlAsync("tokens", JsonNode.Parse(body)!.AsObject());
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.JsonAsync()).Text("error").ShouldBe(sentence);
    }

    [Theory]
    [InlineData("""{"clients":"web-client"}""", "clients")]
    [InlineData("""{"client":"web-client","scopes":"openid"}""", "$.scopes")]
    [InlineData("""{"client":"web-client","sign":null}""", "sign")]
    public async Task A_misspelt_or_mistyped_field_is_named(string body, string named)
    {
        using var response = await pool.ControlAsync("tokens", JsonNode.Parse(body)!.AsObject());
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.JsonAsync()).Text("error").ShouldContain(named);
    }

    [Fact]
    public async Task A_test_in_this_process_gets_a_token_in_one_line()
    {
        var person = await ReadToken.VerifiedAsync(pool, pool.Server.AccessTokenFor("alice", "web-client", "modular/orders.read"));
        person.Text("scope").ShouldBe("modular/orders.read");
        var machine = await ReadToken.VerifiedAsync(pool, pool.Server.AccessTokenForMachine());
        machine.Text("sub").ShouldBe("fulfilment-client");
    }
}
