using System.Net;

namespace Modular.Api.Tests.Hosting;

public sealed class SecurityHeadersTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("/api/orders", 200)]
    [InlineData("/api/orders?limit=0", 400)]
    [InlineData("/api/orders/999", 404)]
    [InlineData("/nothing-here", 404)]
    [InlineData("/openapi/v1.json", 200)]
    [InlineData("/health/live", 200)]
    [InlineData("/docs/scalar.js", 200)]
    public async Task Every_answer_tells_browsers_what_it_never_is(string path, int status)
    {
        using var response = await api.SignedInAs("alice").GetAnswerAsync(path);

        ((int)response.StatusCode).ShouldBe(status);
        Header(response, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(response, "Content-Security-Policy").ShouldBe("default-src 'none'; frame-ancestors 'none'");
        Header(response, "Referrer-Policy").ShouldBe("no-referrer");
        Header(response, "Cross-Origin-Resource-Policy").ShouldBe("same-origin");
        response.Headers.Contains("Server").ShouldBeFalse();
        response.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    [Fact]
    public async Task The_documentation_runs_its_own_script_and_no_other()
    {
        using var first = await api.Anonymous().GetAnswerAsync("/docs/");
        using var second = await api.Anonymous().GetAnswerAsync("/docs/");
        var (one, other) = (Nonce(first), Nonce(second));

        (await first.TextAsync()).ShouldContain($"nonce=\"{one}\"");
        one.Length.ShouldBeGreaterThan(16);
        other.ShouldNotBe(one);
        Header(first, "Content-Security-Policy").ShouldNotContain("script-src 'self' 'unsafe");
        Header(first, "Content-Security-Policy").ShouldContain("frame-ancestors 'none'");
    }

    [Theory]
    [InlineData("GET", 200)]
    [InlineData("OPTIONS", 405)]
    public async Task Another_origin_gets_no_leave(string method, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/orders");
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var response = await api.SignedInAs("alice").SendAsync(request, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_preflight_that_brings_no_token_as_browsers_do_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/orders");
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "GET");
        using var response = await api.Anonymous().SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.ShouldHaveSingleItem() : "";

    private static string Nonce(HttpResponseMessage response) =>
        Header(response, "Content-Security-Policy").Split("'nonce-")[1].Split('\'')[0];
}
