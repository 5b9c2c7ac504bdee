using System.Text.Json.Nodes;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Sessions;

public sealed class StepUpTests(SteppedPool pool) : IClassFixture<SteppedPool>
{
    private const string Web = "web-client:web-secret";

    private static bool AsksForPassword(HttpResponseMessage response) =>
        response.Header("Location")!.StartsWith("/login?", StringComparison.Ordinal);

    private Task<JsonObject> RedeemAsync(string code) =>
        pool.TokensAsync(Web, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Browser.RedirectUri));

    private async Task<string> AcrAsync(string code) => ReadToken.Of((await RedeemAsync(code)).Text("access_token")).Text("acr")!;

    [Theory]
    [InlineData(null, SteppedPool.One, "[\"pwd\"]")]
    [InlineData(SteppedPool.One, SteppedPool.One, "[\"pwd\"]")]
    [InlineData(SteppedPool.Two, SteppedPool.Two, "[\"email_otp\"]")]
    [InlineData(SteppedPool.Three, SteppedPool.Three, "[\"pwd\",\"email_otp\",\"mfa\"]")]
    [InlineData(SteppedPool.Four, SteppedPool.Four, "[\"pwd\",\"otp\",\"mfa\"]")]
    [InlineData($"unknown {SteppedPool.Three} {SteppedPool.Four}", SteppedPool.Three, "[\"pwd\",\"email_otp\",\"mfa\"]")]
    [InlineData("unknown", SteppedPool.One, "[\"pwd\"]")]
    public async Task Both_tokens_say_the_level_that_was_asked_for_first(string? asked, string acr, string amr)
    {
        using var browser = pool.OpenBrowser();
        var tokens = await RedeemAsync(await browser.CodeAsync("alice", ("acr_values", asked)));
        foreach (var name in new[] { "access_token", "id_token" })
        {
            var token = await ReadToken.VerifiedAsync(pool, tokens.Text(name));
            token.Text("acr").ShouldBe(acr);
            token.Claims["amr"]!.ToJsonString().ShouldBe(amr);
            token.Number("auth_time").ShouldBe(pool.Now);
        }
    }

    [Fact]
    public async Task A_higher_level_asks_for_the_password_and_then_lasts_for_lower_ones()
    {
        using var browser = pool.OpenBrowser();
        await browser.CodeAsync("alice");
        using (var higher = await browser.AuthorizeAsync(("acr_values", SteppedPool.Three)))
        {
            AsksForPassword(higher).ShouldBeTrue();
        }

        using (var silent = await browser.AuthorizeAsync(("acr_values", SteppedPool.Three), ("prompt", "none")))
        {
            Browser.Returned(silent, "error").ShouldBe("login_required");
        }

        pool.Clock.Advance(TimeSpan.FromMinutes(1));
        var steppedUpAt = pool.Now;
        await browser.CodeAsync("alice", ("acr_values", SteppedPool.Three));
        pool.Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var asked in new[] { SteppedPool.Three, SteppedPool.One, null })
        {
            using var response = await browser.AuthorizeAsync(("acr_values", asked), ("prompt", "none"));
            var token = ReadToken.Of((await RedeemAsync(Browser.Returned(response, "code")!)).Text("access_token"));
            token.Text("acr").ShouldBe(SteppedPool.Three);
            token.Number("auth_time").ShouldBe(steppedUpAt);
        }

        using var highest = await browser.AuthorizeAsync(("acr_values", SteppedPool.Four));
        AsksForPassword(highest).ShouldBeTrue();
    }

    [Fact]
    public async Task A_level_is_for_those_who_signed_in_with_it_only()
    {
        using var browser = pool.OpenBrowser();
        await browser.CodeAsync("alice", ("acr_values", SteppedPool.Four));
        (await AcrAsync(await browser.CodeAsync("bob", ("prompt", "login")))).ShouldBe(SteppedPool.One);
    }

    [Fact]
    public async Task Max_age_is_asked_for_besides_the_level()
    {
        using var browser = pool.OpenBrowser();
        await browser.CodeAsync("alice", ("acr_values", SteppedPool.Four));
        pool.Clock.Advance(TimeSpan.FromSeconds(301));
        using var response = await browser.AuthorizeAsync(("acr_values", SteppedPool.Four), ("max_age", "300"));
        AsksForPassword(response).ShouldBeTrue();
    }

    [Fact]
    public async Task A_refresh_keeps_level_and_time()
    {
        using var browser = pool.OpenBrowser();
        var signedInAt = pool.Now;
        var tokens = await RedeemAsync(await browser.CodeAsync("alice", ("acr_values", SteppedPool.Four)));
        pool.Clock.Advance(TimeSpan.FromMinutes(30));
        var refreshed = await pool.TokensAsync(Web, ("grant_type", "refresh_token"), ("refresh_token", tokens.Text("refresh_token")));
        foreach (var name in new[] { "access_token", "id_token" })
        {
            var token = ReadToken.Of(refreshed.Text(name));
            token.Text("acr").ShouldBe(SteppedPool.Four);
            token.Claims["amr"]!.ToJsonString().ShouldBe("[\"pwd\",\"otp\",\"mfa\"]");
            token.Number("auth_time").ShouldBe(signedInAt);
        }
    }

    [Fact]
    public async Task A_machine_has_no_level()
    {
        var tokens = await pool.TokensAsync("fulfilment-client:fulfilment-secret", ("grant_type", "client_credentials"));
        ReadToken.Of(tokens.Text("access_token")).Claims.ContainsKey("acr").ShouldBeFalse();
    }

    [Fact]
    public async Task A_pool_without_step_up_ignores_the_question_in_silence()
    {
        await using var server = await RunningPool.StartAsync();
        using var browser = new Browser(server.BaseAddress);
        await browser.CodeAsync("alice", ("acr_values", SteppedPool.Four));
        using var again = await browser.AuthorizeAsync(("acr_values", SteppedPool.Four), ("prompt", "none"));
        Browser.Returned(again, "code").ShouldNotBeNull();
        ReadToken.Of(server.AccessTokenFor("alice")).Claims.ContainsKey("acr").ShouldBeFalse();
    }
}
