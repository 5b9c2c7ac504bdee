using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Control;

/// <summary>One after the other in a pool of their own: what these do, others would notice.</summary>
public sealed class ControlTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private static readonly (string, string) ClientCredentials = ("grant_type", "client_credentials");

    private async Task OrderAsync(string call, JsonObject body)
    {
        using var response = await pool.ControlAsync(call, body);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private async Task<HttpStatusCode> TokenStatusAsync()
    {
        using var response = await pool.PostAsync("oauth2/token", "fulfilment-client:fulfilment-secret", ClientCredentials);
        return response.StatusCode;
    }

    [Fact]
    public async Task A_rotated_key_signs_and_the_old_one_stays_published()
    {
        var before = pool.Server.AccessTokenFor("alice");
        await OrderAsync("keys/rotate", new JsonObject { ["use"] = "access" });
        var after = pool.Server.AccessTokenFor("alice");
        ReadToken.Of(after).Kid.ShouldNotBe(ReadToken.Of(before).Kid, StringComparer.Ordinal);
        (await ReadToken.IsGoodAsync(pool, before)).ShouldBeTrue();
        (await ReadToken.IsGoodAsync(pool, after)).ShouldBeTrue();
    }

    [Fact]
    public async Task Retired_keys_leave_the_key_set_all_at_once()
    {
        var first = pool.Server.AccessTokenFor("alice");
        await OrderAsync("keys/rotate", new JsonObject { ["use"] = "access" });
        var second = pool.Server.AccessTokenFor("alice");
        await OrderAsync("keys/rotate", new JsonObject { ["use"] = "access", ["retireOld"] = true });
        (await ReadToken.IsGoodAsync(pool, first)).ShouldBeFalse();
        (await ReadToken.IsGoodAsync(pool, second)).ShouldBeFalse();
        using var online = await pool.UserInfoAsync($"Bearer {second}");
        online.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ReadToken.IsGoodAsync(pool, pool.Server.AccessTokenFor("alice"))).ShouldBeTrue();
    }

    [Fact]
    public async Task Rotating_the_id_key_leaves_the_access_key_alone()
    {
        var before = ReadToken.Of(pool.Server.AccessTokenFor("alice")).Kid;
        await OrderAsync("keys/rotate", new JsonObject { ["use"] = "id", ["retireOld"] = true });
        ReadToken.Of(pool.Server.AccessTokenFor("alice")).Kid.ShouldBe(before);
    }

    [Fact]
    public async Task A_code_survives_a_retired_key()
    {
        using var browser = pool.OpenBrowser();
        var code = await browser.CodeAsync("alice");
        await OrderAsync("keys/rotate", new JsonObject { ["use"] = "access", ["retireOld"] = true });
        await OrderAsync("keys/rotate", new JsonObject { ["use"] = "id", ["retireOld"] = true });
        var tokens = await pool.TokensAsync(
            "web-client:web-secret", ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Browser.RedirectUri));
        await ReadToken.VerifiedAsync(pool, tokens.Text("id_token"));
    }

    [Fact]
    public async Task A_hundred_tokens_during_ten_rotations_all_verify()
    {
        var rotations = Task.WhenAll(Enumerable.Range(0, 10).Select(_ => OrderAsync("keys/rotate", new JsonObject { ["use"] = "access" })));
        var tokens = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => pool.TokensAsync("fulfilment-client:fulfilment-secret", ClientCredentials)));
        await rotations;
        foreach (var token in tokens)
        {
            (await ReadToken.IsGoodAsync(pool, token.Text("access_token"))).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("/oauth2/token")]
    [InlineData("/OAuth2/Token")]
    public async Task A_fault_fails_as_often_as_ordered(string path)
    {
        await OrderAsync("faults", new JsonObject { ["path"] = path, ["status"] = 503, ["count"] = 2 });
        (await TokenStatusAsync()).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await TokenStatusAsync()).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await TokenStatusAsync()).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Faults_last_until_they_are_deleted()
    {
        await OrderAsync("faults", new JsonObject { ["path"] = "/oauth2/token", ["status"] = 429 });
        (await TokenStatusAsync()).ShouldBe(HttpStatusCode.TooManyRequests);
        using var deleted = await pool.Http.DeleteAsync("_local/faults", TestContext.Current.CancellationToken);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await TokenStatusAsync()).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_delay_lasts_as_long_as_the_clock_says()
    {
        await OrderAsync("faults", new JsonObject { ["path"] = "/oauth2/token", ["delayMs"] = 5000, ["count"] = 1 });
        var before = await CountAsync("POST /oauth2/token");
        var slow = TokenStatusAsync();
        while (await CountAsync("POST /oauth2/token") == before)
        {
            // Waits for the request to have arrived, by asking.
        }

        slow.IsCompleted.ShouldBeFalse();
        while (!slow.IsCompleted)
        {
            pool.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        (await slow).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_clock_is_set_not_added_to()
    {
        await OrderAsync("clock", new JsonObject { ["offsetSeconds"] = 100 });
        await OrderAsync("clock", new JsonObject { ["offsetSeconds"] = 3600 });
        ReadToken.Of(pool.Server.AccessTokenFor("alice")).Number("iat").ShouldBe(pool.Now + 3600);
        await OrderAsync("clock", new JsonObject { ["offsetSeconds"] = 0 });
        ReadToken.Of(pool.Server.AccessTokenFor("alice")).Number("iat").ShouldBe(pool.Now);
    }

    [Fact]
    public async Task Requests_are_counted_by_endpoint_and_strangers_paths_are_not()
    {
        await using var server = await RunningPool.StartAsync();
        using var http = server.CreateClient();
        foreach (var path in new[] { "oauth2/token", "oauth2/token", "no-such-path" })
        {
            using var called = await http.PostAsync(path, content: null, TestContext.Current.CancellationToken);
        }

        using var response = await http.GetAsync("_local/requests", TestContext.Current.CancellationToken);
        (await response.TextAsync()).ShouldBe("""{"POST /oauth2/token":2}""");
    }

    [Theory]
    [InlineData("keys/rotate", """{"use":"both"}""")]
    [InlineData("keys/rotate", """{}""")]
    [InlineData("tokens", """{"client":"web-client","user":"alice","claims":{"a":1,"a":2}}""")]
    [InlineData("tokens", """{"client":"web-client","user":"alice","claims":{"a":"\ud800"}}""")]
    [InlineData("faults", """{"path":"oauth2/token","status":503}""")]
    [InlineData("faults", """{"path":"/_local/clock","status":503}""")]
    [InlineData("faults", """{"path":"/oauth2/token","status":200}""")]
    [InlineData("faults", """{"path":"/oauth2/token"}""")]
    [InlineData("faults", """{"path":"/oauth2/token","status":503,"count":0}""")]
    [InlineData("faults", """{"path":"/oauth2/token","delayMs":60001}""")]
    [InlineData("clock", """{}""")]
    [InlineData("clock", """{"offsetSeconds":999999999}""")]
    [InlineData("clock", """{"offset":1}""")]
    public async Task A_wrong_order_is_400_with_a_sentence(string call, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await pool.Http.PostAsync($"_local/{call}", content, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.JsonAsync()).Text("error").ShouldNotBeEmpty();
    }

    private async Task<int> CountAsync(string endpoint)
    {
        using var response = await pool.Http.GetAsync("_local/requests", TestContext.Current.CancellationToken);
        return (await response.JsonAsync())[endpoint]?.GetValue<int>() ?? 0;
    }
}
