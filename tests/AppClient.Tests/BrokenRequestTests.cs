using Modular.AppClient.Tests.Figure;

namespace Modular.AppClient.Tests;

/// <summary>A broken request is the caller's fault: a page with a status of its own, never 500.</summary>
public sealed class BrokenRequestTests(SignInFigure figure) : IClassFixture<SignInFigure>
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Fields = "__RequestVerificationToken=x&code=a&state=b";

    private static readonly string[] Pages = ["/", "/orders", "/sign-in", "/sign-out", "/signin-oidc", "/sign-in-failed", "/nowhere"];

    private static readonly string Trailer = $"{Fields.Length:x}\r\n{Fields}\r\n0\r\n";

    public static TheoryData<string, string, int> Bodies => new()
    {
        { "a chunk size beyond all numbers", "FFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n", 400 },
        { "a chunk size that is no number", "zz\r\nabc\r\n0\r\n\r\n", 400 },
        { "a trailer that is no header", $"{Trailer}nonsense\r\n\r\n", 400 },
        { "300 trailers", Trailer + string.Concat(Enumerable.Range(0, 300).Select(index => $"X-{index}: b\r\n")) + "\r\n", 431 },
        { "a trailer of 70 KB", $"{Trailer}X-A: {new string('b', 70_000)}\r\n\r\n", 431 },
        { "more than 64 KB", $"{70_000:x}\r\n{new string('b', 70_000)}\r\n0\r\n\r\n", 413 },
        { "more fields than a form has", $"{10_000:x}\r\n{string.Concat(Enumerable.Repeat("a=1&", 2500))}\r\n0\r\n\r\n", 400 },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_broken_form_is_a_page_with_its_status(string what, string body, int status)
    {
        foreach (var page in Pages)
        {
            var answer = await RawHttp.SendAsync(figure.AppClient, $"POST {page}", $"Content-Type: {Form}\r\nTransfer-Encoding: chunked\r\n", body);
            answer.Status.ShouldBe(status, $"{what} at {page}");
            answer.Body.ShouldContain("That did not go through", Case.Sensitive, $"{what} at {page}");
        }
    }

    [Theory]
    [InlineData($"{Form}; charset=utf-7", Fields)]
    [InlineData($"{Form};;;=;charset", Fields)]
    [InlineData($"{Form}", "a=%00&z=%ED%A0%80&w=%FF&v=%&u=%zz")]
    [InlineData($"{Form}", "\u0000\u00ff=\u00fe")]
    [InlineData("multipart/form-data; boundary=x", "--y\r\nxx")]
    [InlineData("multipart/form-data", "--y\r\nxx")]
    [InlineData("application/json", "{}")]
    public async Task An_odd_form_is_never_the_servers_fault(string type, string body)
    {
        foreach (var page in Pages)
        {
            var answer = await RawHttp.SendAsync(figure.AppClient, $"POST {page}", $"Content-Type: {type}\r\nContent-Length: {body.Length}\r\n", body);
            answer.Status.ShouldBeInRange(200, 499, page);
            if (answer.Status >= 400)
            {
                answer.Body.ShouldContain("<h1", Case.Sensitive, page);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("code=%00&state=%00")]
    [InlineData("code=%&state=%zz")]
    [InlineData("state=%ED%A0%80&code=x")]
    [InlineData("error=access_denied&error_description=%00%0d%0aX-A:y&state=abc")]
    [InlineData("state=a&state=b&code=c&code=d")]
    [InlineData("id_token=a.b.c&state=x")]
    [InlineData("iss=http://evil.example/&code=x&state=y")]
    public async Task An_answer_that_no_provider_gave_ends_on_a_page(string query)
    {
        using var browser = figure.OpenBrowser();
        var page = await browser.OpenAsync($"/signin-oidc?{query}");
        ((int)page.Status).ShouldBe(400);
        page.Text.ShouldContain("Signing in did not work");
        var posted = await RawHttp.SendAsync(figure.AppClient, "POST /signin-oidc", $"Content-Type: {Form}\r\nContent-Length: {query.Length}\r\n", query);
        // A form with a NUL is refused before it is taken for an answer.
        posted.Status.ShouldBeOneOf(302, 400);
        (posted.Head + posted.Body).ShouldContain(posted.Status == 302 ? "Location: /sign-in-failed" : "That did not go through");
    }

    [Theory]
    [InlineData("a_b..c:99999")]
    [InlineData("localhost:99999")]
    [InlineData("-")]
    [InlineData("xn--")]
    [InlineData("xn--a")]
    public async Task A_host_that_is_none_is_no_fault_of_the_server(string host)
    {
        foreach (var page in Pages)
        {
            var answer = await RawHttp.SendAsync(figure.AppClient, $"GET {page}", host: host);
            answer.Status.ShouldBeInRange(200, 499, page);
        }
    }

    [Theory]
    [InlineData("OPTIONS")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("TRACE")]
    [InlineData("INVENTED")]
    [InlineData("get")]
    [InlineData("Post")]
    public async Task A_method_that_no_page_has_is_405_with_a_page(string method)
    {
        foreach (var page in Pages)
        {
            var answer = await RawHttp.SendAsync(figure.AppClient, $"{method} {page}");
            answer.Status.ShouldBe(405, page);
            answer.Head.ShouldContain("Allow: GET, HEAD, POST");
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health/live")]
    [InlineData("/assets/app.css")]
    [InlineData("/sign-in-failed")]
    [InlineData("/nowhere")]
    public async Task Head_is_answered_wherever_get_is(string page)
    {
        var get = await RawHttp.SendAsync(figure.AppClient, $"GET {page}");
        var head = await RawHttp.SendAsync(figure.AppClient, $"HEAD {page}");
        head.Status.ShouldBe(get.Status);
        head.Body.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("101")]
    [InlineData("204")]
    [InlineData("304")]
    [InlineData("500")]
    [InlineData("999")]
    [InlineData("99999999999")]
    public async Task The_problem_page_takes_its_status_from_no_caller(string status)
    {
        var answer = await RawHttp.SendAsync(figure.AppClient, $"GET /problem/{status}");
        answer.Status.ShouldBe(404);
        answer.Body.ShouldContain("There is no such page");
    }

    [Fact]
    public async Task An_address_beyond_ascii_to_return_to_is_kept()
    {
        using var browser = figure.OpenBrowser();
        var page = await browser.SignInAsync(start: "/sign-in?returnUrl=%2Forders%3Fafter%3D%C3%A9%E2%82%AC");
        page.Address.PathAndQuery.ShouldBe("/orders?after=%C3%A9%E2%82%AC");
        var again = await browser.OpenAsync("/sign-in?returnUrl=%2Fcaf%C3%A9");
        again.Address.AbsolutePath.ShouldBe("/caf%C3%A9");
        ((int)again.Status).ShouldBe(404);
    }
}
