using System.Net;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Pages;

/// <summary>Each parameter of each page endpoint, with what attackers send.</summary>
public sealed class PageAttackTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private static readonly string[] Attacks =
    [
        "\"'><script>alert(1)</script>&amp;<img src=x onerror=alert(1)>",
        "javascript:alert(1)//<script>",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "http://localhost:5090/signin-oidc@evil.example/",
        "x\r\nSet-Cookie: planted=1\r\nLocation: https://evil.example/",
    ];

    // Where a browser may be sent: back to a registered address, or on to the login page.
    private static readonly string[] Targets = [$"{Browser.RedirectUri}?", "http://localhost:5090/", "/login?"];

    public static TheoryData<string, string> Parameters
    {
        get
        {
            var table = new TheoryData<string, string>();
            string[] authorize =
            [
                "client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "prompt", "max_age", "acr_values", "resource", "login_hint",
                "code_challenge", "code_challenge_method", "logout_uri", "username", "password", "_csrf", "anything", "any<thing>",
            ];
            foreach (var path in new[] { "oauth2/authorize", "login", "logout", "" })
            {
                foreach (var name in authorize)
                {
                    table.Add(path, name);
                }
            }

            return table;
        }
    }

    private static async Task HarmlessAsync(HttpResponseMessage response)
    {
        var html = await response.TextAsync();
        html.ShouldNotContain("<script");
        html.ShouldNotContain("<img");
        html.ShouldNotContain("<thing");
        html.ShouldNotContain("href=\"javascript:", Case.Insensitive);
        if (response.Header("Location") is { } location)
        {
            Targets.ShouldContain(target => location.StartsWith(target, StringComparison.Ordinal), location);
        }

        (response.Header("Set-Cookie") ?? "").ShouldNotContain("planted=1");
        ((int)response.StatusCode).ShouldBeLessThan(500);
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task No_parameter_of_an_address_becomes_markup_or_a_way_out(string path, string name)
    {
        using var stranger = pool.OpenBrowser();
        using var signedIn = pool.OpenBrowser();
        await signedIn.CodeAsync("alice");
        foreach (var attack in Attacks)
        {
            foreach (var browser in new[] { stranger, signedIn })
            {
                var query = path is "logout"
                    ? $"client_id=web-client&logout_uri=http://localhost:5090/&{Uri.EscapeDataString(name)}={Uri.EscapeDataString(attack)}"
                    : Browser.Query((name, attack));
                using var response = await browser.GetAsync($"{path}?{query}");
                await HarmlessAsync(response);
            }
        }
    }

    [Theory]
    [InlineData("username")]
    [InlineData("password")]
    [InlineData("_csrf")]
    [InlineData("redirect_uri")]
    [InlineData("client_id")]
    [InlineData("anything")]
    public async Task No_field_of_the_login_form_becomes_markup_or_a_way_out(string name)
    {
        using var browser = pool.OpenBrowser();
        using var page = await browser.GetAsync($"login?{Browser.Query()}");
        var html = await page.TextAsync();
        foreach (var attack in Attacks)
        {
            var hidden = $"<input type=\"hidden\" name=\"{name}\" value=\"{WebUtility.HtmlEncode(attack)}\">";
            var fields = name is "username" or "password" ? html : html.Replace("</form>", hidden + "</form>", StringComparison.Ordinal);
            using var response = await browser.SubmitAsync(fields, name is "username" ? attack : "alice", name is "password" ? attack : "wrong");
            await HarmlessAsync(response);
            using var after = await browser.AuthorizeAsync(("prompt", "none"));
            Browser.Returned(after, "error").ShouldBe("login_required");
        }
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("none")]
    public async Task A_form_that_another_site_sends_is_refused_even_with_the_right_fields(string site)
    {
        using var page = await pool.Http.GetAsync($"login?{Browser.Query()}", TestContext.Current.CancellationToken);
        var (cookie, html) = (page.Header("Set-Cookie")!.Split(';')[0], await page.TextAsync());
        using var request = new HttpRequestMessage(HttpMethod.Post, $"login?{Browser.Query()}")
        {
            Content = new FormUrlEncodedContent(
            [
                new("_csrf", html.Split("name=\"_csrf\" value=\"")[1].Split('"')[0]), new("username", "alice"), new("password", "Passw0rd!"),
            ]),
        };
        request.Headers.Add("Cookie", cookie);
        request.Headers.Add("Sec-Fetch-Site", site);
        using var response = await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_address_with_name_and_password_signs_nobody_in()
    {
        using var browser = pool.OpenBrowser();
        using var page = await browser.GetAsync($"login?{Browser.Query(("username", "alice"), ("password", "Passw0rd!"))}");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var after = await browser.AuthorizeAsync(("prompt", "none"));
        Browser.Returned(after, "error").ShouldBe("login_required");
    }
}
