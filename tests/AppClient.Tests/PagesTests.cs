using System.Net;
using Modular.AppClient.Tests.Figure;

namespace Modular.AppClient.Tests;

/// <summary>The promises of every page, signed in or not.</summary>
public sealed class PagesTests(SignInFigure figure) : IClassFixture<SignInFigure>
{
    [Theory]
    [InlineData("/", 200)]
    [InlineData("/nothing-here", 404)]
    [InlineData("/assets/nothing.css", 404)]
    [InlineData("/problem/500", 404)]
    [InlineData("/health/live", 200)]
    [InlineData("/assets/app.css", 200)]
    public async Task No_answer_lets_a_browser_run_scripts_frame_it_or_guess_its_type(string address, int status)
    {
        using var browser = figure.OpenBrowser();

        var page = await browser.OpenAsync(address);

        ((int)page.Status).ShouldBe(status);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; style-src 'self'; img-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        page.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        page.Headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer");
        page.Headers.Server.ShouldBeEmpty();
        page.Html.ShouldNotContain("<script");
        page.Html.ShouldNotContain("style=\"");
    }

    [Fact]
    public async Task A_page_with_somebodys_orders_stays_in_no_cache_and_its_forms_may_lead_to_the_provider()
    {
        using var browser = figure.OpenBrowser();

        var page = await browser.SignInAsync();

        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldEndWith($"form-action 'self' {figure.Provider.GetLeftPart(UriPartial.Authority)}");
    }

    [Fact]
    public async Task The_start_page_offers_to_sign_in_and_needs_neither_the_provider_nor_the_resource_server()
    {
        await using var alone = await RunningAppClient.StartAsync(authority: "http://127.0.0.1:1/pool", api: "http://127.0.0.1:1");
        using var browser = new Browser(alone.Address);

        var page = await browser.OpenAsync("/");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldContain("href=\"/sign-in\"");
    }
}
