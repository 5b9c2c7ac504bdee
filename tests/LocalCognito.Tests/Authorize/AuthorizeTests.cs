using System.Net;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Authorize;

public sealed class AuthorizeTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    [Fact]
    public async Task Without_a_session_the_login_page_is_shown_and_keeps_the_request()
    {
        using var browser = pool.OpenBrowser();
        using var response = await browser.AuthorizeAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        response.Header("Location").ShouldBe($"/login?{Browser.Query()}");
    }

    [Fact]
    public async Task The_state_comes_back_unchanged()
    {
        const string state = "a b&c=d#e\"<>é/?+%";
        using var browser = pool.OpenBrowser();
        using var signedIn = await browser.SignInAsync("alice", "Passw0rd!", ("state", state));
        Browser.Returned(signedIn, "state").ShouldBe(state);
        using var refused = await browser.AuthorizeAsync(("state", state), ("scope", "other/thing"));
        Browser.Returned(refused, "state").ShouldBe(state);
    }

    [Theory]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_type", "id_token", "invalid_request")]
    [InlineData("response_type", "token", "unauthorized_client")]
    [InlineData("scope", "openid other/thing", "invalid_scope")]
    [InlineData("scope", "modular/unknown", "invalid_scope")]
    [InlineData("scope", " ", "invalid_scope")]
    [InlineData("code_challenge", Challenge, "invalid_request")]
    [InlineData("code_challenge_method", "S256", "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("prompt", "none", "login_required")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("prompt", "create", "invalid_request")]
    [InlineData("max_age", "-1", "invalid_request")]
    [InlineData("max_age", "soon", "invalid_request")]
    [InlineData("resource", "not-a-url", "invalid_request")]
    [InlineData("resource", "http://example.com/", "invalid_request")]
    [InlineData("resource", "https://example.com/#part", "invalid_request")]
    public async Task A_wrong_request_is_told_to_the_client(string name, string? value, string error)
    {
        using var browser = pool.OpenBrowser();
        using var response = await browser.AuthorizeAsync((name, value));
        response.Header("Location").ShouldStartWith($"{Browser.RedirectUri}?error=");
        Browser.Returned(response, "error").ShouldBe(error);
        Browser.Returned(response, "state").ShouldBe("the-state");
        Browser.Returned(response, "code").ShouldBeNull();
    }

    [Theory]
    [InlineData("plain", Challenge)]
    [InlineData("S256", "too-short")]
    public async Task Pkce_is_S256_or_nothing(string method, string challenge)
    {
        using var browser = pool.OpenBrowser();
        using var response = await browser.AuthorizeAsync(("code_challenge", challenge), ("code_challenge_method", method));
        Browser.Returned(response, "error").ShouldBe("invalid_request");
    }

    [Fact]
    public async Task A_repeated_parameter_is_an_invalid_request()
    {
        using var browser = pool.OpenBrowser();
        using var response = await browser.GetAsync($"oauth2/authorize?{Browser.Query()}&nonce=1&nonce=2");
        Browser.Returned(response, "error").ShouldBe("invalid_request");
    }

    [Theory]
    [InlineData("client_id", null)]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", "cli-client")]
    [InlineData("redirect_uri", null)]
    [InlineData("redirect_uri", "https://evil.example/")]
    [InlineData("redirect_uri", "//evil.example/")]
    [InlineData("redirect_uri", "http://localhost:5090/signin-oidc/")]
    [InlineData("redirect_uri", "http://localhost:5090/signin-oidc?x=1")]
    [InlineData("redirect_uri", "http://localhost:5090/signin-oidc#x")]
    [InlineData("redirect_uri", "http://localhost:5090/SIGNIN-OIDC")]
    [InlineData("redirect_uri", "http://localhost:5090/signin-oidc\u0000")]
    [InlineData("redirect_uri", "http://localhost:5090@evil.example/signin-oidc")]
    [InlineData("redirect_uri", "javascript:alert(1)")]
    public async Task Nothing_is_redirected_to_an_address_that_is_not_registered(string name, string? value)
    {
        using var browser = pool.OpenBrowser();
        (await browser.CodeAsync("alice")).ShouldNotBeEmpty();
        foreach (var path in new[] { "oauth2/authorize", "login" })
        {
            using var response = await browser.GetAsync($"{path}?{Browser.Query((name, value))}");
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            response.Header("Location").ShouldBeNull();
            response.Header("Content-Type").ShouldBe("text/html; charset=utf-8");
            (await response.TextAsync()).ShouldNotContain("evil.example", Case.Insensitive);
        }
    }

    [Fact]
    public async Task A_repeated_redirect_uri_is_not_followed()
    {
        using var browser = pool.OpenBrowser();
        using var response = await browser.GetAsync($"oauth2/authorize?{Browser.Query()}&redirect_uri=https://evil.example/");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
