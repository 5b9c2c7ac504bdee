using System.Net;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Pages;

public sealed class HomePageTests(RunningPool pool) : IClassFixture<RunningPool>
{
    [Fact]
    public async Task It_shows_the_pool_and_lines_that_work()
    {
        using var response = await pool.Http.GetAsync("/", TestContext.Current.CancellationToken);
        var html = WebUtility.HtmlDecode(await response.TextAsync());
        html.ShouldContain($"<code>{pool.Server.Issuer}</code>");
        html.ShouldContain($"curl -s -u 'fulfilment-client:fulfilment-secret' -d grant_type=client_credentials {pool.Server.BaseAddress}oauth2/token");
        html.ShouldContain("""-d '{"user":"alice","client":"odd-client"}'""");
        html.ShouldContain("<strong>carol</strong>");
        html.ShouldContain("<small>A sign-in ends at http://localhost:8400/callback</small>");
    }

    [Fact]
    public async Task Its_lines_are_right_for_names_that_JSON_has_to_escape()
    {
        await using var server = await RunningPool.StartAsync(options =>
            options.EditPool = pool => pool["users"]![0]!["username"] = "A\\lice \"Al\"");
        using var http = server.CreateClient();
        var html = WebUtility.HtmlDecode(await http.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken));
        html.ShouldContain("""-d '{"user":"A\\lice \"Al\"","client":"web-client"}'""");
    }

    [Fact]
    public async Task Its_sign_in_links_lead_to_the_login_page()
    {
        using var browser = pool.OpenBrowser();
        using var home = await browser.GetAsync("/");
        var html = WebUtility.HtmlDecode(await home.TextAsync());
        var links = html.Split("href=\"").Skip(1).Select(part => part.Split('"')[0]).Where(link => link.StartsWith("/oauth2/", StringComparison.Ordinal)).ToList();
        links.Count.ShouldBe(5);
        foreach (var link in links)
        {
            using var response = await browser.GetAsync(link);
            response.Header("Location")!.ShouldStartWith("/login?");
        }
    }

    [Fact]
    public async Task It_shows_secrets_so_it_answers_to_loopback_names_and_in_development_only()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "evil.example";
        using var rebound = await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);
        rebound.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        await using var server = await RunningPool.StartAsync(options => options.Environment = "Production");
        using var http = server.CreateClient();
        using var absent = await http.GetAsync("/", TestContext.Current.CancellationToken);
        absent.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
