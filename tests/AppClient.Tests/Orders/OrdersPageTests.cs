using System.Net;
using Modular.AppClient.Tests.Figure;

namespace Modular.AppClient.Tests.Orders;

/// <summary>The page that a signed-in person sees for each answer of the resource server.</summary>
public sealed class OrdersPageTests(SignInFigure figure) : IClassFixture<SignInFigure>
{
    [Fact]
    public async Task Orders_are_shown_with_number_status_date_and_total()
    {
        var page = await SeeAsync(StubApi.Json(200, StubApi.AlicesOrders));

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("Order 2 Shipping Placed on 5 March 2026 Total: €1,234.56");
        page.Text.ShouldContain("Order 1 Delivered Placed on 1 February 2026 Total: ₩129,000");
    }

    [Fact]
    public async Task No_orders_are_said_to_be_none() =>
        (await SeeAsync(StubApi.Json(200, """{"orders":[]}"""))).Text.ShouldContain("You have no orders.");

    [Fact]
    public async Task Older_orders_are_one_link_away()
    {
        var page = await SeeAsync(StubApi.Json(200,
            """
            {"orders":[{"id":9,"status":"PAID","currency":"EUR","totalMinor":1,"placedAt":"2026-03-05T10:00:00Z"}],
             "next":"/api/orders?sort=-id&after=a%2Fb%2Bc"}
            """));

        page.Html.ShouldContain("href=\"/orders?after=a%2Fb%2Bc\"");
        using var browser = figure.OpenBrowser();
        await browser.SignInAsync(start: "/orders?after=a%2Fb%2Bc");
        figure.Api.Asked.ShouldBe("/api/orders?sort=-id&after=a%2Fb%2Bc");
    }

    [Fact]
    public async Task A_page_of_orders_that_was_never_linked_to_is_not_found() =>
        (await SeeAsync(StubApi.Status(400))).Status.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task What_the_resource_server_says_is_text_and_never_markup()
    {
        var page = await SeeAsync(StubApi.Json(200,
            """{"orders":[{"id":1,"status":"\"><script>alert(1)</script>","currency":"<b>","totalMinor":1,"placedAt":"2026-03-05T10:00:00Z"}]}"""));

        page.Html.ShouldNotContain("<script");
        page.Html.ShouldNotContain("<b>");
        page.Text.ShouldContain("\"><script>alert(1)</script>");
    }

    [Fact]
    public async Task When_the_token_is_refused_the_person_is_asked_to_sign_in_again_with_the_password()
    {
        var page = await SeeAsync(StubApi.Status(401, ("WWW-Authenticate", "Bearer error=\"invalid_token\"")));

        page.Status.ShouldBe(HttpStatusCode.Unauthorized);
        page.Text.ShouldContain("Please sign in again");
        page.Html.ShouldContain("href=\"/sign-in?again=true&amp;returnUrl=/orders\"");

        using var browser = figure.OpenBrowser();
        await browser.SignInAsync();
        (await browser.OpenAsync("/sign-in?again=true&returnUrl=/orders")).Asks("password").ShouldBeTrue("prompt=login should ask for the password");
    }

    [Fact]
    public async Task When_the_person_may_not_see_orders_the_page_says_so_and_does_not_offer_to_sign_in_again()
    {
        var page = await SeeAsync(StubApi.Status(403));

        page.Status.ShouldBe(HttpStatusCode.Forbidden);
        page.Text.ShouldContain("You may not see this");
        page.Html.ShouldNotContain("/sign-in");
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 1)]
    [InlineData("86400", 300)]
    [InlineData("Wed, 01 Jan 2020 00:00:00 GMT", 1)]
    [InlineData("soon", 10)]
    public async Task When_the_resource_server_is_busy_the_page_waits_as_long_as_it_asks_within_reason(string retryAfter, int seconds)
    {
        var page = await SeeAsync(StubApi.Status(503, ("Retry-After", retryAfter)));

        page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(seconds));
        page.Headers.GetValues("Refresh").Single().ShouldBe($"{seconds}");
        page.Text.ShouldContain($"tries again by itself in {seconds} second");
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_is_a_page_to_try_again()
    {
        foreach (var answer in new[]
        {
            StubApi.Json(200, "<html>"), StubApi.Json(200, "{}"),
            StubApi.Json(200, """{"orders":null}"""), StubApi.Json(200, """{"orders":[{"id":1}]}"""),
            StubApi.Status(302, ("Location", "https://elsewhere.example/")), StubApi.Status(500), StubApi.Status(404),
            context => { context.Abort(); return Task.CompletedTask; },
        })
        {
            var page = await SeeAsync(answer);

            page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            page.Text.ShouldContain("Your orders cannot be shown right now");
            page.Html.ShouldNotContain("Exception");
        }
    }

    private async Task<Page> SeeAsync(Func<Microsoft.AspNetCore.Http.HttpContext, Task> answer)
    {
        figure.Api.Answer = answer;
        using var browser = figure.OpenBrowser();
        return await browser.SignInAsync();
    }
}
