using System.Net;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Storage;

/// <summary>The purpose of a data folder: the program ends and starts again, and clients see no difference.</summary>
public sealed class RestartTests : IDisposable
{
    private const string Web = "web-client:web-secret";
    private const string Strict = "strict-client:web-secret";

    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory();

    private string Folder => Path.Combine(_parent.FullName, "data");

    public void Dispose() => _parent.Delete(recursive: true);

    private static Task<HttpResponseMessage> RedeemAsync(RunningPool pool, string basic, string code) => pool.PostAsync(
        "oauth2/token", basic, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Browser.RedirectUri));

    private static Task<HttpResponseMessage> RefreshAsync(RunningPool pool, string basic, string token) =>
        pool.PostAsync("oauth2/token", basic, ("grant_type", "refresh_token"), ("refresh_token", token));

    private static async Task<JsonObject> SignInAsync(RunningPool pool, string basic)
    {
        using var browser = pool.OpenBrowser();
        using var response = await RedeemAsync(pool, basic, await browser.CodeAsync("alice", ("client_id", basic.Split(':')[0])));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.JsonAsync();
    }

    private static Task<string> KeySetAsync(RunningPool pool) =>
        pool.Http.GetStringAsync(pool.Server.KeysUri, TestContext.Current.CancellationToken);

    private static async Task ShouldBeAsync(Task<HttpResponseMessage> call, HttpStatusCode status)
    {
        using var response = await call;
        response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Codes_and_keys_survive()
    {
        await using var first = await KeptPool.StartAsync(Folder);
        var keys = await KeySetAsync(first);
        using var browser = first.OpenBrowser();
        var code = await browser.CodeAsync("alice", ("nonce", "the-nonce"), ("resource", "https://api.example.com"));

        await using var second = await first.RestartAsync();
        (await KeySetAsync(second)).ShouldBe(keys);
        using var response = await RedeemAsync(second, Web, code);
        var tokens = await response.JsonAsync();
        ReadToken.Of(tokens.Text("id_token")).Text("nonce").ShouldBe("the-nonce");
        var access = ReadToken.Of(tokens.Text("access_token"));
        access.Text("aud").ShouldBe("https://api.example.com");
        access.Text("scope").ShouldBe("openid email modular/orders.read");
        access.Number("auth_time").ShouldBe(second.Now);
    }

    [Fact]
    public async Task The_second_use_of_a_code_is_noticed_and_kills_what_the_first_got()
    {
        await using var first = await KeptPool.StartAsync(Folder);
        using var browser = first.OpenBrowser();
        var code = await browser.CodeAsync("alice");
        using var redeemed = await RedeemAsync(first, Web, code);
        var tokens = await redeemed.JsonAsync();

        await using var second = await first.RestartAsync();
        await ShouldBeAsync(RedeemAsync(second, Web, code), HttpStatusCode.BadRequest);
        await ShouldBeAsync(RefreshAsync(second, Web, tokens.Text("refresh_token")), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Refresh_tokens_survive_and_those_that_were_replaced_stay_so()
    {
        await using var first = await KeptPool.StartAsync(Folder);
        var token = (await SignInAsync(first, Web)).Text("refresh_token");
        var old = (await SignInAsync(first, Strict)).Text("refresh_token");
        using var rotated = await RefreshAsync(first, Strict, old);
        var next = (await rotated.JsonAsync()).Text("refresh_token");

        await using var second = await first.RestartAsync();
        await ShouldBeAsync(RefreshAsync(second, Web, token), HttpStatusCode.OK);
        await ShouldBeAsync(RefreshAsync(second, Strict, old), HttpStatusCode.BadRequest);
        await ShouldBeAsync(RefreshAsync(second, Strict, next), HttpStatusCode.OK);
        second.Clock.Advance(TimeSpan.FromDays(30));

        await using var third = await second.RestartAsync();
        await ShouldBeAsync(RefreshAsync(third, Web, token), HttpStatusCode.BadRequest);
        Directory.EnumerateFiles(Path.Combine(Folder, "refresh-tokens")).ShouldBeEmpty("Expired ones are cleared away.");
    }

    [Fact]
    public async Task A_revoked_family_stays_revoked()
    {
        await using var first = await KeptPool.StartAsync(Folder, SameAddress);
        var (revoked, other) = (await SignInAsync(first, Web), await SignInAsync(first, Web));
        await ShouldBeAsync(first.PostAsync("oauth2/revoke", Web, ("token", revoked.Text("refresh_token"))), HttpStatusCode.OK);

        await using var second = await first.RestartAsync(SameAddress);
        await ShouldBeAsync(RefreshAsync(second, Web, revoked.Text("refresh_token")), HttpStatusCode.BadRequest);
        await ShouldBeAsync(second.UserInfoAsync($"Bearer {revoked.Text("access_token")}"), HttpStatusCode.Unauthorized);
        await ShouldBeAsync(second.UserInfoAsync($"Bearer {other.Text("access_token")}"), HttpStatusCode.OK);
    }

    [Fact]
    public async Task Rotated_keys_stay_published_and_a_retired_one_stays_retired()
    {
        await using var first = await KeptPool.StartAsync(Folder, SameAddress);
        var retired = first.Server.AccessTokenFor("alice");
        foreach (var retire in new[] { true, false })
        {
            await ShouldBeAsync(first.ControlAsync("keys/rotate", new JsonObject { ["use"] = "access", ["retireOld"] = retire }), HttpStatusCode.NoContent);
        }

        var keys = await KeySetAsync(first);

        await using var second = await first.RestartAsync(SameAddress);
        (await KeySetAsync(second)).ShouldBe(keys);
        (await ReadToken.IsGoodAsync(second, retired)).ShouldBeFalse();
        (await ReadToken.IsGoodAsync(second, second.Server.AccessTokenFor("alice"))).ShouldBeTrue();
        var minted = await second.MintAsync(new JsonObject { ["user"] = "alice", ["client"] = "web-client", ["sign"] = "retiredKey" });
        ReadToken.Of(minted).Kid.ShouldBe(ReadToken.Of(retired).Kid);
    }

    [Fact]
    public async Task Sessions_and_what_was_done_to_people_survive()
    {
        await using var first = await KeptPool.StartAsync(Folder, SameAddress);
        var (alice, bob) = (first.Server.AccessTokenFor("alice"), first.Server.AccessTokenFor("bob"));
        await ShouldBeAsync(first.ControlAsync("users/alice/sign-out", []), HttpStatusCode.NoContent);
        await ShouldBeAsync(first.ControlAsync("users/bob/disable", []), HttpStatusCode.NoContent);
        var later = first.Server.AccessTokenFor("alice");
        using var signedIn = first.OpenBrowser();
        using var page = await signedIn.SignInAsync("carol", "Passw0rd!");
        var cookie = page.Header("Set-Cookie")!.Split(';')[0];

        await using var second = await first.RestartAsync(SameAddress);
        await ShouldBeAsync(second.UserInfoAsync($"Bearer {alice}"), HttpStatusCode.Unauthorized);
        await ShouldBeAsync(second.UserInfoAsync($"Bearer {later}"), HttpStatusCode.OK);
        await ShouldBeAsync(second.UserInfoAsync($"Bearer {bob}"), HttpStatusCode.Unauthorized);
        using var browser = second.OpenBrowser();
        await ShouldBeAsync(browser.SignInAsync("bob", "Passw0rd!"), HttpStatusCode.BadRequest);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"oauth2/authorize?{Browser.Query(("prompt", "none"))}");
        request.Headers.Add("Cookie", cookie);
        using var silent = await second.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Browser.Returned(silent, "code").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_belongs_to_a_person_or_client_that_is_gone_is_forgotten()
    {
        await using var first = await KeptPool.StartAsync(Folder);
        var token = (await SignInAsync(first, Strict)).Text("refresh_token");
        await using var second = await first.RestartAsync(pool => pool["clients"]!.AsArray().RemoveAll(client => client!["id"]!.GetValue<string>() == "strict-client"));
        await ShouldBeAsync(RefreshAsync(second, Web, token), HttpStatusCode.BadRequest);
        Directory.EnumerateFiles(Path.Combine(Folder, "refresh-tokens")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_folder_every_start_has_fresh_keys_and_knows_no_code()
    {
        await using var first = new RunningPool();
        await first.InitializeAsync();
        using var browser = first.OpenBrowser();
        var code = await browser.CodeAsync("alice");
        await using var second = new RunningPool();
        await second.InitializeAsync();
        (await KeySetAsync(second)).ShouldNotBe(await KeySetAsync(first), StringComparer.Ordinal);
        await ShouldBeAsync(RedeemAsync(second, Web, code), HttpStatusCode.BadRequest);
    }

    // The port changes from start to start, and userInfo takes tokens of its own issuer only.
    private static void SameAddress(JsonObject pool) => pool["issuer"] = "https://issuer.example.com/pool";
}
