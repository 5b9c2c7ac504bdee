using System.Net;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Sessions;

public sealed class SessionTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private static bool AsksForPassword(HttpResponseMessage response) =>
        response.Header("Location")!.StartsWith("/login?", StringComparison.Ordinal);

    [Fact]
    public async Task A_second_client_needs_no_password()
    {
        using var browser = pool.OpenBrowser();
        await browser.CodeAsync("alice");
        using var second = await browser.AuthorizeAsync(("client_id", "rotating-client"), ("prompt", "none"));
        Browser.Returned(second, "code").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_session_lasts_an_hour_and_keeps_its_time()
    {
        using var browser = pool.OpenBrowser();
        await browser.CodeAsync("alice");
        var signedInAt = pool.Now;
        pool.Clock.Advance(TimeSpan.FromMinutes(59));
        using var good = await browser.AuthorizeAsync();
        var tokens = await pool.TokensAsync(
            "web-client:web-secret",
            ("grant_type", "authorization_code"),
            ("code", Browser.Returned(good, "code")!),
            ("redirect_uri", Browser.RedirectUri));
        ReadToken.Of(tokens.Text("access_token")).Number("auth_time").ShouldBe(signedInAt);

        pool.Clock.Advance(TimeSpan.FromMinutes(1));
        using var ended = await browser.AuthorizeAsync();
        AsksForPassword(ended).ShouldBeTrue();
    }

    [Fact]
    public async Task Prompt_login_asks_for_the_password_again()
    {
        using var browser = pool.OpenBrowser();
        await browser.CodeAsync("alice");
        using var response = await browser.AuthorizeAsync(("prompt", "login"));
        AsksForPassword(response).ShouldBeTrue();
        (await browser.CodeAsync("bob", ("prompt", "login"))).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Max_age_asks_for_the_password_when_it_is_too_long_ago()
    {
        using var browser = pool.OpenBrowser();
        await browser.CodeAsync("alice");
        using (var zero = await browser.AuthorizeAsync(("max_age", "0")))
        {
            AsksForPassword(zero).ShouldBeTrue();
        }

        pool.Clock.Advance(TimeSpan.FromSeconds(299));
        using (var fresh = await browser.AuthorizeAsync(("max_age", "300")))
        {
            AsksForPassword(fresh).ShouldBeFalse();
        }

        pool.Clock.Advance(TimeSpan.FromSeconds(2));
        using var stale = await browser.AuthorizeAsync(("max_age", "300"));
        AsksForPassword(stale).ShouldBeTrue();
        using var silent = await browser.AuthorizeAsync(("max_age", "300"), ("prompt", "none"));
        Browser.Returned(silent, "error").ShouldBe("login_required");
    }

    [Fact]
    public async Task Every_sign_in_gets_a_new_session_and_ends_the_old_one()
    {
        using var browser = pool.OpenBrowser();
        using var first = await browser.SignInAsync("alice", "Passw0rd!");
        using var second = await browser.SignInAsync("alice", "Passw0rd!");
        var (before, after) = (first.Header("Set-Cookie")!, second.Header("Set-Cookie")!);
        before.ShouldNotBe(after, StringComparer.Ordinal);
        after.ShouldContain("httponly");
        after.ShouldContain("samesite=lax");

        using var request = new HttpRequestMessage(HttpMethod.Get, $"oauth2/authorize?{Browser.Query()}");
        request.Headers.Add("Cookie", before.Split(';')[0]);
        using var stolen = await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);
        AsksForPassword(stolen).ShouldBeTrue();
    }

    [Fact]
    public async Task Logout_ends_the_session_and_goes_to_the_registered_address()
    {
        using var browser = pool.OpenBrowser();
        await browser.CodeAsync("alice");
        using var logout = await browser.GetAsync($"logout?client_id=web-client&logout_uri={Uri.EscapeDataString("http://localhost:5090/")}");
        logout.StatusCode.ShouldBe(HttpStatusCode.Found);
        logout.Header("Location").ShouldBe("http://localhost:5090/");
        using var after = await browser.AuthorizeAsync();
        AsksForPassword(after).ShouldBeTrue();
    }

    [Fact]
    public async Task Logout_can_lead_to_the_login_page()
    {
        using var browser = pool.OpenBrowser();
        await browser.CodeAsync("alice");
        using var logout = await browser.GetAsync($"logout?{Browser.Query()}");
        AsksForPassword(logout).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("client_id=web-client")]
    [InlineData("client_id=nobody&logout_uri=http://localhost:5090/")]
    [InlineData("client_id=web-client&logout_uri=https://evil.example/")]
    [InlineData("client_id=web-client&logout_uri=http://localhost:5090")]
    [InlineData("client_id=cli-client&logout_uri=http://localhost:5090/")]
    [InlineData("client_id=web-client&redirect_uri=https://evil.example/&response_type=code")]
    public async Task Logout_goes_nowhere_else_and_then_ends_nothing(string query)
    {
        using var browser = pool.OpenBrowser();
        await browser.CodeAsync("alice");
        using var response = await browser.GetAsync($"logout?{query}");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Header("Location").ShouldBeNull();
        using var after = await browser.AuthorizeAsync();
        AsksForPassword(after).ShouldBeFalse();
    }
}
