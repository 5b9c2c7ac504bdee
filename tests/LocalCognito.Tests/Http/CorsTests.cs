using System.Net;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Http;

/// <summary>The endpoints that a web page of another origin can call, and those that it cannot.</summary>
public sealed class CorsTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private const string Origin = "http://localhost:3000";

    private async Task<HttpResponseMessage> SendAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", Origin);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private Task<HttpResponseMessage> PreflightAsync(string path, string method) => SendAsync(
        "OPTIONS", path, ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "authorization,content-type"));

    [Theory]
    [InlineData("oauth2/token", "POST")]
    [InlineData("oauth2/revoke", "POST")]
    [InlineData("oauth2/userInfo", "GET")]
    [InlineData("oauth2/userInfo", "POST")]
    [InlineData("OAuth2/UserInfo", "GET")]
    [InlineData($"{Pools.PoolId}/.well-known/openid-configuration", "GET")]
    [InlineData($"{Pools.PoolId}/.well-known/jwks.json", "GET")]
    public async Task A_page_of_any_origin_may_call_it_without_cookies(string path, string method)
    {
        using var preflight = await PreflightAsync(path, method);
        preflight.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        preflight.Header("Access-Control-Allow-Origin").ShouldBe("*");
        preflight.Header("Access-Control-Allow-Methods")!.Split(", ").ShouldContain(method);
        preflight.Header("Access-Control-Allow-Headers").ShouldBe("*, Authorization");
        preflight.Header("Access-Control-Allow-Credentials").ShouldBeNull();

        using var call = await SendAsync(method, path);
        call.Header("Access-Control-Allow-Origin").ShouldBe("*");
        call.Header("Access-Control-Allow-Credentials").ShouldBeNull();
    }

    [Theory]
    [InlineData("oauth2/authorize")]
    [InlineData("login")]
    [InlineData("logout")]
    [InlineData("")]
    [InlineData("_local/tokens")]
    [InlineData("_local/keys/rotate")]
    [InlineData("_local/sessions")]
    [InlineData("_local/requests")]
    public async Task Pages_and_the_control_api_are_closed_to_other_origins(string path)
    {
        foreach (var method in new[] { "GET", "POST", "DELETE" })
        {
            using var preflight = await PreflightAsync(path, method);
            using var call = await SendAsync(method, path);
            foreach (var response in new[] { preflight, call })
            {
                response.Headers.NonValidated.ShouldNotContain(header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
            }

            preflight.IsSuccessStatusCode.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_page_can_read_refusals_and_ordered_faults()
    {
        using var refused = await SendAsync("GET", "oauth2/userInfo", ("Authorization", "Bearer garbage"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Header("Access-Control-Allow-Origin").ShouldBe("*");
        refused.Header("Access-Control-Expose-Headers").ShouldBe("WWW-Authenticate");

        using var ordered = await pool.ControlAsync("faults", new JsonObject { ["path"] = "/oauth2/token", ["status"] = 503, ["count"] = 1 });
        using var failed = await SendAsync("POST", "oauth2/token");
        failed.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        failed.Header("Access-Control-Allow-Origin").ShouldBe("*");
    }

    [Fact]
    public async Task Options_that_is_no_preflight_is_a_wrong_method()
    {
        using var response = await SendAsync("OPTIONS", "oauth2/token");
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }
}
