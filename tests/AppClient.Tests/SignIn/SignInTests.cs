using System.Net;
using System.Text.RegularExpressions;
using Modular.AppClient.Tests.Figure;

namespace Modular.AppClient.Tests.SignIn;

/// <summary>The whole sign-in: the real app client, the real stand-in for Cognito, forms and cookies.</summary>
public sealed class SignInTests(SignInFigure figure) : IClassFixture<SignInFigure>
{
    [Fact]
    public async Task Alice_signs_in_with_her_password_and_comes_back_to_the_page_she_wanted()
    {
        using var browser = figure.OpenBrowser();

        var page = await browser.SignInAsync(start: "/orders?after=7");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Address.PathAndQuery.ShouldBe("/orders?after=7");
        page.Text.ShouldContain("Alice");
        figure.Api.Token!.Split('.').Length.ShouldBe(3);
    }

    [Fact]
    public async Task The_browser_gets_an_id_and_never_a_token()
    {
        using var browser = figure.OpenBrowser();

        await browser.SignInAsync();

        var cookie = browser.Cookies.Single(cookie => cookie.Name is "modular-session");
        cookie.Value.Length.ShouldBeLessThan(400);
        cookie.HttpOnly.ShouldBeTrue();
        foreach (var (address, headers) in browser.Journey.Where(stop => stop.Address.Port == new Uri(Browser.Home).Port))
        {
            // A token has three parts, of which two begin with {" in base64url; random text does so by chance.
            Regex.IsMatch(headers.ToString(), @"eyJ[\w-]+\.eyJ", RegexOptions.None, TimeSpan.FromSeconds(1))
                .ShouldBeFalse($"{address} sent something like a token");
        }

        var set = browser.Journey.SelectMany(stop => stop.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
            .Where(header => header.StartsWith("modular-", StringComparison.Ordinal)).ToArray();
        set.ShouldNotBeEmpty();
        set.ShouldAllBe(header => header.Contains("; httponly", StringComparison.Ordinal));
        set.ShouldAllBe(header =>
            header.Contains("; samesite=lax", StringComparison.Ordinal) || header.Contains("; samesite=strict", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signing_in_proves_with_pkce_that_it_is_the_same_browser()
    {
        using var browser = figure.OpenBrowser();

        var login = await browser.OpenAsync("/sign-in");

        login.Address.Query.ShouldContain("code_challenge_method=S256");
        login.Address.Query.ShouldContain("response_type=code");
        login.Address.Query.ShouldContain("nonce=");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_at_the_provider()
    {
        using var browser = figure.OpenBrowser();
        var orders = await browser.SignInAsync();

        var home = await browser.SubmitAsync(orders, "/sign-out");

        home.Address.ShouldBe(new Uri(Browser.Home + "/"));
        home.Text.ShouldContain("Sign in");
        (await browser.OpenAsync("/orders")).Asks("password").ShouldBeTrue("the provider should ask for the password again");
    }

    [Fact]
    public async Task The_old_cookie_of_a_signed_out_session_opens_nothing()
    {
        using var browser = figure.OpenBrowser();
        var orders = await browser.SignInAsync();
        var old = browser.Cookies.Single(cookie => cookie.Name is "modular-session");
        await browser.SubmitAsync(orders, "/sign-out");
        using var thief = figure.OpenBrowser();

        thief.Plant(new Cookie(old.Name, old.Value));

        (await thief.OpenAsync("/orders")).Asks("password").ShouldBeTrue();
    }

    [Theory]
    [InlineData(true, 400)]
    [InlineData(false, 200)]
    public async Task Another_site_cannot_sign_anybody_out(bool post, int status)
    {
        using var browser = figure.OpenBrowser();
        await browser.SignInAsync();

        var answer = post ? await browser.PostAsync("/sign-out") : await browser.OpenAsync("/sign-out");

        ((int)answer.Status).ShouldBe(status);
        (await browser.OpenAsync("/orders")).Text.ShouldContain("My orders");
    }

    [Fact]
    public async Task A_sign_in_begins_a_session_of_its_own_even_with_somebody_elses_cookie_in_the_browser()
    {
        using var attacker = figure.OpenBrowser();
        await attacker.SignInAsync("bob");
        var planted = attacker.Cookies.Single(cookie => cookie.Name is "modular-session");
        using var victim = figure.OpenBrowser();
        var login = await victim.OpenAsync("/orders");
        victim.Plant(new Cookie(planted.Name, planted.Value));

        await victim.SubmitAsync(login, "", ("username", "alice"), ("password", "Passw0rd!"));

        victim.Cookies.Single(cookie => cookie.Name is "modular-session").Value.ShouldNotBe(planted.Value, StringComparer.Ordinal);
        (await attacker.OpenAsync("/")).Text.ShouldNotContain("Alice");
    }

    [Fact]
    public async Task A_session_ends_before_its_access_token_and_the_providers_session_renews_it_without_a_question()
    {
        using var browser = figure.OpenBrowser();
        await browser.SignInAsync();
        var first = figure.Api.Token;

        figure.Clock.Advance(TimeSpan.FromMinutes(59.6));
        var page = await browser.OpenAsync("/orders");

        page.Text.ShouldContain("My orders");
        figure.Api.Token.ShouldNotBe(first, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task A_return_address_elsewhere_leads_to_my_orders(string returnUrl)
    {
        using var browser = figure.OpenBrowser();

        var page = await browser.SignInAsync(start: "/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));

        page.Address.ShouldBe(new Uri(Browser.Home + "/orders"));
    }

    [Theory]
    [InlineData("/signin-oidc?code=stolen&state=forged")]
    [InlineData("/signin-oidc?error=access_denied&state=forged")]
    [InlineData("/signin-oidc")]
    public async Task A_forged_or_cancelled_return_from_the_provider_is_a_page_that_offers_to_start_again(string callback)
    {
        using var browser = figure.OpenBrowser();

        var page = await browser.OpenAsync(callback);

        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("Signing in did not work");
        page.Html.ShouldNotContain("Exception");
        page.Html.ShouldNotContain("forged");
    }

    [Fact]
    public async Task Neither_tokens_nor_personal_data_are_logged()
    {
        using var browser = figure.OpenBrowser();
        var page = await browser.SignInAsync();
        await browser.SubmitAsync(page, "/sign-out");
        await browser.OpenAsync("/signin-oidc?code=stolen&state=forged");

        var log = figure.Log;

        log.ShouldContain("A sign-in failed");
        log.ShouldNotContain("eyJ");
        log.ShouldNotContain("alice", Case.Insensitive);
        log.ShouldNotContain("Passw0rd!");
        log.ShouldNotContain("web-secret");
        log.ShouldNotContain("forged");
    }
}
