using System.Net;
using System.Text;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Http;

/// <summary>The amount that a client can make it read or keep is bounded.</summary>
public sealed class LimitTests(RunningPool pool) : IClassFixture<RunningPool>
{
    [Theory]
    [InlineData("oauth2/token", "application/x-www-form-urlencoded")]
    [InlineData("oauth2/revoke", "application/x-www-form-urlencoded")]
    [InlineData("login", "application/x-www-form-urlencoded")]
    [InlineData("_local/tokens", "application/json")]
    public async Task A_body_beyond_64_KB_is_413(string path, string type)
    {
        using var body = new StringContent("{\"a=" + new string('x', 70 * 1024), Encoding.UTF8, type);
        using var response = await pool.Http.PostAsync($"{path}?{Browser.Query()}", body, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task An_address_beyond_16_KB_is_414()
    {
        using var response = await pool.Http.GetAsync($"oauth2/authorize?state={new string('x', 17 * 1024)}", TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestUriTooLong);
    }

    [Fact]
    public async Task A_header_beyond_32_KB_is_431()
    {
        using var response = await pool.UserInfoAsync($"Bearer {new string('x', 33 * 1024)}");
        response.StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Fact]
    public async Task A_parameter_beyond_4_KB_and_more_than_64_of_them_are_invalid_requests()
    {
        using var browser = pool.OpenBrowser();
        using var @long = await browser.AuthorizeAsync(("nonce", new string('x', 4097)));
        Browser.Returned(@long, "error").ShouldBe("invalid_request");
        using var many = await browser.AuthorizeAsync([.. Enumerable.Range(0, 65).Select(index => ($"x{index}", (string?)"1"))]);
        Browser.Returned(many, "error").ShouldBe("invalid_request");
        using var form = await pool.PostAsync(
            "oauth2/token", "fulfilment-client:fulfilment-secret", [.. Enumerable.Range(0, 2000).Select(index => ($"x{index}", "1"))]);
        (await form.TextAsync()).ShouldBe("""{"error":"invalid_request"}""");
    }

    [Fact]
    public async Task Invented_methods_and_spellings_do_not_fill_the_table_of_requests()
    {
        for (var index = 0; index < 1100; index++)
        {
            using var request = new HttpRequestMessage(new HttpMethod($"X{index}"), "oauth2/token");
            using var response = await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        }

        using var counts = await pool.Http.GetAsync("_local/requests", TestContext.Current.CancellationToken);
        (await counts.JsonAsync()).Count.ShouldBe(1000);
    }
}
