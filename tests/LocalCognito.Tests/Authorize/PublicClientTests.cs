using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Authorize;

/// <summary>Cognito lets a public client sign people in without PKCE. So does the stand-in, and says that it is a risk.</summary>
public sealed class PublicClientTests : IDisposable
{
    private const string Warning = "Public client cli-client got a code without PKCE";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private const string RedirectUri = "http://localhost:8400/callback";

    private static readonly (string, string?)[] Client = [("client_id", "cli-client"), ("redirect_uri", RedirectUri)];

    private readonly FakeLoggerProvider _log = new();

    public void Dispose() => _log.Dispose();

    private Task<LocalCognitoServer> StartAsync() => RunningPool.StartAsync(options => options.Logging = logging => logging.AddProvider(_log));

    private string[] Warnings => [.. _log.Collector.GetSnapshot().Where(line => line.Level == LogLevel.Warning).Select(line => line.Message)];

    [Fact]
    public async Task Without_a_challenge_it_gets_its_tokens_and_log_and_page_warn()
    {
        await using var server = await StartAsync();
        using var browser = new Browser(server.BaseAddress);
        using var page = await browser.GetAsync($"login?{Browser.Query(Client)}");
        (await page.TextAsync()).ShouldContain("signs in without PKCE");

        var code = await browser.CodeAsync("alice", Client);
        Warnings.ShouldHaveSingleItem().ShouldStartWith(Warning);
        using var http = server.CreateClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = "cli-client",
            ["code"] = code,
            ["redirect_uri"] = RedirectUri,
        });
        using var tokens = await http.PostAsync("oauth2/token", form, TestContext.Current.CancellationToken);
        tokens.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_person_who_is_signed_in_already_sees_no_page_but_the_log_warns()
    {
        await using var server = await StartAsync();
        using var browser = new Browser(server.BaseAddress);
        await browser.CodeAsync("alice");
        Warnings.ShouldBeEmpty();
        using var response = await browser.AuthorizeAsync(Client);
        Browser.Returned(response, "code").ShouldNotBeNull();
        Warnings.ShouldHaveSingleItem().ShouldStartWith(Warning);
    }

    [Fact]
    public async Task With_a_challenge_nothing_warns()
    {
        await using var server = await StartAsync();
        using var browser = new Browser(server.BaseAddress);
        (string, string?)[] request = [.. Client, ("code_challenge", Challenge), ("code_challenge_method", "S256")];
        using var page = await browser.GetAsync($"login?{Browser.Query(request)}");
        (await page.TextAsync()).ShouldNotContain("PKCE");
        await browser.CodeAsync("alice", request);
        Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_sample_pools_public_client_signs_people_in_on_the_resource_servers_documentation()
    {
        await using var server = await StartAsync();
        using var browser = new Browser(server.BaseAddress);
        (await browser.CodeAsync(
            "alice", ("client_id", "cli-client"), ("redirect_uri", "http://localhost:5080/docs/"), ("code_challenge", Challenge), ("code_challenge_method", "S256"))).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("response_mode", "query")]
    [InlineData("lang", "de")]
    [InlineData("identity_provider", "COGNITO")]
    [InlineData("ui_locales", "de en")]
    [InlineData("claims", "{}")]
    public async Task A_parameter_that_has_no_meaning_here_is_no_mistake(string name, string value)
    {
        await using var server = await StartAsync();
        using var browser = new Browser(server.BaseAddress);
        (await browser.CodeAsync("alice", (name, value))).ShouldNotBeEmpty();
        using var plus = await browser.GetAsync($"oauth2/authorize/?{Browser.Query(("scope", null))}&scope=openid+email");
        Browser.Returned(plus, "code").ShouldNotBeNull();
    }
}
