using System.Net;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Control;

/// <summary>One after the other in a pool of their own: people are shared by all tests of a pool.</summary>
public sealed class UsersControlTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private const string Web = "web-client:web-secret";

    private async Task OrderAsync(string call)
    {
        using var response = await pool.ControlAsync($"users/{call}", []);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private Task<HttpResponseMessage> RedeemAsync(string code) =>
        pool.PostAsync("oauth2/token", Web, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Browser.RedirectUri));

    private async Task<JsonObject> SignInAsync(Browser browser, string username)
    {
        using var response = await RedeemAsync(await browser.CodeAsync(username));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.JsonAsync();
    }

    private async Task<HttpStatusCode> RefreshAsync(JsonObject tokens)
    {
        using var response = await pool.PostAsync("oauth2/token", Web, ("grant_type", "refresh_token"), ("refresh_token", tokens.Text("refresh_token")));
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> UserInfoAsync(string token)
    {
        using var response = await pool.UserInfoAsync($"Bearer {token}");
        return response.StatusCode;
    }

    [Fact]
    public async Task A_sign_out_ends_sessions_codes_and_tokens_of_that_person_everywhere()
    {
        using var browser = pool.OpenBrowser();
        using var other = pool.OpenBrowser();
        var (alice, bob) = (await SignInAsync(browser, "alice"), await SignInAsync(other, "bob"));
        var minted = pool.Server.AccessTokenFor("alice");
        using var open = await browser.AuthorizeAsync();
        await OrderAsync("ALICE/sign-out");

        (await RefreshAsync(alice)).ShouldBe(HttpStatusCode.BadRequest);
        (await UserInfoAsync(alice.Text("access_token"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await UserInfoAsync(minted)).ShouldBe(HttpStatusCode.Unauthorized);
        using (var code = await RedeemAsync(Browser.Returned(open, "code")!))
        {
            code.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        using (var session = await browser.AuthorizeAsync(("prompt", "none")))
        {
            Browser.Returned(session, "error").ShouldBe("login_required");
        }

        (await ReadToken.IsGoodAsync(pool, alice.Text("access_token"))).ShouldBeTrue("Who verifies locally goes on.");
        (await RefreshAsync(bob)).ShouldBe(HttpStatusCode.OK);
        (await UserInfoAsync(bob.Text("access_token"))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_sign_in_after_a_sign_out_is_good_even_in_the_same_second()
    {
        await OrderAsync("alice/sign-out");
        using var browser = pool.OpenBrowser();
        var tokens = await SignInAsync(browser, "alice");
        (await RefreshAsync(tokens)).ShouldBe(HttpStatusCode.OK);
        (await UserInfoAsync(tokens.Text("access_token"))).ShouldBe(HttpStatusCode.OK);
        (await UserInfoAsync(pool.Server.AccessTokenFor("alice"))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_sign_in_under_a_clock_that_was_set_back_is_good_as_well()
    {
        using var ahead = await pool.ControlAsync("clock", new JsonObject { ["offsetSeconds"] = 3600 });
        await OrderAsync("alice/sign-out");
        using var back = await pool.ControlAsync("clock", new JsonObject { ["offsetSeconds"] = 0 });
        (await UserInfoAsync(pool.Server.AccessTokenFor("alice"))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_disabled_person_gets_the_answer_of_a_wrong_password_and_can_do_nothing_until_enabled()
    {
        using var browser = pool.OpenBrowser();
        var tokens = await SignInAsync(browser, "bob");
        var code = await browser.CodeAsync("bob");
        await OrderAsync("bob/disable");
        try
        {
            using var wrong = await browser.SignInAsync("bob", "wrong");
            using var right = await browser.SignInAsync("bob", "Passw0rd!");
            right.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await right.TextAsync()).ShouldBe(await wrong.TextAsync());
            Headers(right).ShouldBe(Headers(wrong));
            (await RefreshAsync(tokens)).ShouldBe(HttpStatusCode.BadRequest);
            (await UserInfoAsync(tokens.Text("access_token"))).ShouldBe(HttpStatusCode.Unauthorized);
            (await UserInfoAsync(pool.Server.AccessTokenFor("bob"))).ShouldBe(HttpStatusCode.Unauthorized);
            using var redeemed = await RedeemAsync(code);
            redeemed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            using var session = await browser.AuthorizeAsync(("prompt", "none"));
            Browser.Returned(session, "error").ShouldBe("login_required");
        }
        finally
        {
            await OrderAsync("bob/enable");
        }

        (await RefreshAsync(tokens)).ShouldBe(HttpStatusCode.BadRequest, "Whoever is enabled again has to sign in again.");
        (await UserInfoAsync((await SignInAsync(browser, "bob")).Text("access_token"))).ShouldBe(HttpStatusCode.OK);
    }

    private static IEnumerable<string> Headers(HttpResponseMessage response) => response.Headers.Concat(response.Content.Headers)
        .Where(header => header.Key is not "Date")
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");

    [Theory]
    [InlineData("nobody/sign-out")]
    [InlineData("nobody/disable")]
    [InlineData("nobody/enable")]
    [InlineData("alice/delete")]
    public async Task Unknown_people_and_orders_are_404(string call)
    {
        using var response = await pool.ControlAsync($"users/{call}", []);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
