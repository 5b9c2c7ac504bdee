using System.Net;
using System.Text;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Control;

public sealed class ControlGuardTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string contentType = "application/json", string? host = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent("""{"user":"alice","client":"web-client"}""", Encoding.UTF8, contentType);
        }

        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.nip.io")]
    [InlineData("192.168.0.1")]
    [InlineData("xn--")]
    [InlineData("xn--a:9229")]
    public async Task A_host_that_is_not_loopback_is_refused(string host)
    {
        using var response = await SendAsync(HttpMethod.Post, "_local/tokens", host: host);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.TextAsync()).ShouldNotContain("access_token");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:9229")]
    public async Task Loopback_hosts_are_served(string host)
    {
        using var response = await SendAsync(HttpMethod.Post, "_local/tokens", host: host);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://localhost:9229")]
    public async Task Any_origin_is_refused_even_our_own(string origin)
    {
        foreach (var (method, path) in new[] { (HttpMethod.Post, "_local/tokens"), (HttpMethod.Get, "_local/requests"), (HttpMethod.Delete, "_local/faults"), (HttpMethod.Get, "_local/sessions"), (HttpMethod.Delete, "_local/sessions"), (HttpMethod.Post, "_local/users/alice/disable") })
        {
            using var response = await SendAsync(method, path, origin: origin);
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            response.Header("Access-Control-Allow-Origin").ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    [InlineData("application/jsonp")]
    public async Task Only_json_is_taken(string contentType)
    {
        using var response = await SendAsync(HttpMethod.Post, "_local/tokens", contentType);
        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_preflight_gets_no_permission()
    {
        using var response = await SendAsync(HttpMethod.Options, "_local/tokens", origin: "https://evil.example");
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Header("Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Fact]
    public async Task Outside_development_there_is_no_control_api()
    {
        await using var server = await RunningPool.StartAsync(options => options.Environment = "Production");
        using var http = server.CreateClient();
        foreach (var (method, path) in new[]
        {
            ("POST", "tokens"), ("POST", "keys/rotate"), ("POST", "faults"), ("DELETE", "faults"), ("POST", "clock"), ("GET", "requests"),
            ("GET", "sessions"), ("DELETE", "sessions"), ("DELETE", "sessions/x"), ("POST", "users/alice/sign-out"), ("POST", "users/alice/disable"),
            ("POST", "users/alice/enable"),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"_local/{path}");
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }
}
