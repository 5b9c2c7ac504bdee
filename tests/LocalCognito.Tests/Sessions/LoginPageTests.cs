using System.Net;
using System.Text.RegularExpressions;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Sessions;

public sealed partial class LoginPageTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private const string Attack = "\"'><script>alert(1)</script>&amp;<img src=x onerror=alert(1)>";

    [Fact]
    public async Task The_page_is_one_form_with_an_action_and_the_two_fields()
    {
        using var browser = pool.OpenBrowser();
        using var page = await browser.GetAsync($"login?{Browser.Query()}");
        var html = await page.TextAsync();
        Forms().Count(html).ShouldBe(1);
        html.ShouldContain("<form method=\"post\" action=\"/login?");
        html.ShouldContain("name=\"username\"");
        html.ShouldContain("name=\"password\"");
        html.ShouldContain("<label for=\"username\">");
        html.ShouldContain("<label for=\"password\">");
    }

    [Fact]
    public async Task The_page_lets_nothing_in_and_may_stand_in_no_frame()
    {
        using var browser = pool.OpenBrowser();
        using var page = await browser.GetAsync($"login?{Browser.Query()}");
        var policy = page.Header("Content-Security-Policy")!;
        policy.ShouldStartWith("default-src 'none'; style-src 'sha256-");
        // Not the client's origin alone: from there the browser may go on to another one, and a form's redirects are held to this as well.
        policy.ShouldContain("form-action 'self' http: https:;");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        page.Header("X-Frame-Options").ShouldBe("DENY");
        page.Header("Referrer-Policy").ShouldBe("same-origin");
        page.Header("Cache-Control").ShouldBe("no-store");
        (await page.TextAsync()).ShouldNotContain("<script");
    }

    [Fact]
    public async Task It_leaves_the_cookies_of_other_programs_on_localhost_alone()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"login?{Browser.Query()}");
        request.Headers.Add("Cookie", "XSRF-TOKEN=another-programs");
        using var page = await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);
        page.Header("Set-Cookie")!.ShouldStartWith("cognito-csrf=");
    }

    [Theory]
    [InlineData("alice", "wrong")]
    [InlineData("alice", "")]
    [InlineData("dave", "wrong")]
    [InlineData("nobody", "Passw0rd!")]
    [InlineData("", "Passw0rd!")]
    public async Task A_wrong_password_and_an_unknown_user_get_the_same_answer(string username, string password)
    {
        using var browser = pool.OpenBrowser();
        using var response = await browser.SignInAsync(username, password);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Header("Set-Cookie").ShouldBeNull();
        var html = await response.TextAsync();
        html.ShouldContain("role=\"alert\" id=\"problem\">Incorrect username or password.</p>");
        if (password.Length > 0)
        {
            html.ShouldNotContain(password);
        }
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("ALICE")]
    [InlineData("dave")]
    public async Task The_right_password_signs_in_whether_the_file_has_it_plain_or_hashed(string username)
    {
        using var browser = pool.OpenBrowser();
        using var response = await browser.SignInAsync(username, "Passw0rd!");
        Browser.Returned(response, "code").ShouldNotBeNull();
    }

    [Fact]
    public async Task After_a_wrong_password_the_same_page_still_signs_in()
    {
        using var browser = pool.OpenBrowser();
        using var wrong = await browser.SignInAsync("alice", "wrong");
        using var right = await browser.SubmitAsync(await wrong.TextAsync(), "alice", "Passw0rd!");
        Browser.Returned(right, "state").ShouldBe("the-state");
    }

    [Fact]
    public async Task A_form_from_another_browser_is_refused()
    {
        using var attacker = pool.OpenBrowser();
        using var page = await attacker.GetAsync($"login?{Browser.Query()}");
        using var victim = pool.OpenBrowser();
        using var response = await victim.SubmitAsync(await page.TextAsync(), "alice", "Passw0rd!");
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var after = await victim.AuthorizeAsync(("prompt", "none"));
        Browser.Returned(after, "error").ShouldBe("login_required");
    }

    [Fact]
    public async Task A_form_without_its_hidden_field_is_refused()
    {
        using var browser = pool.OpenBrowser();
        using var page = await browser.GetAsync($"login?{Browser.Query()}");
        using var response = await browser.SubmitAsync(HiddenFields().Replace(await page.TextAsync(), ""), "alice", "Passw0rd!");
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("nonce")]
    [InlineData("login_hint")]
    [InlineData("scope")]
    [InlineData("prompt")]
    [InlineData("max_age")]
    [InlineData("resource")]
    [InlineData("response_type")]
    [InlineData("code_challenge")]
    [InlineData("code_challenge_method")]
    [InlineData("acr_values")]
    [InlineData("client_id")]
    [InlineData("redirect_uri")]
    [InlineData("anything")]
    public async Task No_parameter_becomes_markup(string name)
    {
        using var browser = pool.OpenBrowser();
        foreach (var path in new[] { "login", "oauth2/authorize", "logout" })
        {
            using var response = await browser.GetAsync($"{path}?{Browser.Query((name, Attack))}");
            var html = await response.TextAsync();
            html.ShouldNotContain("<script");
            html.ShouldNotContain("<img");
        }
    }

    [Fact]
    public async Task A_user_name_that_was_wrong_is_shown_again_as_text()
    {
        using var browser = pool.OpenBrowser();
        using var response = await browser.SignInAsync(Attack, "wrong");
        var html = await response.TextAsync();
        html.ShouldContain($"value=\"{WebUtility.HtmlEncode(Attack)}\"");
        html.ShouldNotContain("<script");
    }

    [Fact]
    public async Task A_raw_quote_in_the_address_does_not_leave_its_attribute()
    {
        using var browser = pool.OpenBrowser();
        using var response = await browser.GetAsync($"login?{Browser.Query()}&x='%22><script>");
        (await response.TextAsync()).ShouldNotContain("<script");
    }

    [GeneratedRegex("<form", RegexOptions.None, 1000)]
    private static partial Regex Forms();

    [GeneratedRegex("<input type=\"hidden\"[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex HiddenFields();
}
