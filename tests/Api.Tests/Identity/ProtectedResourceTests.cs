using System.Net;
using System.Text.Json;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;
using Modular.Api.Tests.Suite;
using Modular.Application.Identity;

namespace Modular.Api.Tests.Identity;

public sealed class ProtectedResourceTests(ProtectedResourceTests.PublicHost api) : IClassFixture<ProtectedResourceTests.PublicHost>
{
    private const string Path = "/.well-known/oauth-protected-resource";

    [Fact]
    public async Task It_says_who_gives_tokens_and_for_which_scopes()
    {
        var metadata = await api.Anonymous().GetJsonAsync(Path);

        metadata.Names().ShouldBe(
            ["resource", "resource_name", "authorization_servers", "scopes_supported", "bearer_methods_supported", "resource_documentation"]);
        metadata.Text("resource").ShouldBe("https://api.example.com");
        metadata.Text("resource_name").ShouldBe("Modular");
        metadata.Text("resource_documentation").ShouldBe("https://api.example.com/docs");
        Texts(metadata, "bearer_methods_supported").ShouldBe(["header"]);
        Texts(metadata, "authorization_servers").ShouldBe(["https://fake.invalid", "https://issuer.example"]);
        Texts(metadata, "scopes_supported").ShouldBe(
            [.. PermissionNames.Known.Select(name => "modular/" + name), .. PermissionNames.Known.Select(name => "shop:" + name)]);
    }

    [Theory]
    [InlineData("/api/orders", "/api/orders")]
    [InlineData("/api/orders/", "/api/orders/")]
    [InlineData("/api/orders/42", "/api/orders/42")]
    [InlineData("/API/orders?limit=1", "/API/orders")]
    [InlineData("/api/customers/11111111-1111-4111-8111-111111111111/orders", "/api/customers/11111111-1111-4111-8111-111111111111/orders")]
    [InlineData("/nothing-here", "")]
    [InlineData("/api/orders/not-a-number", "")]
    public async Task A_challenge_leads_to_the_metadata_of_the_address_that_was_asked(string asked, string resource)
    {
        using var response = await api.Anonymous().GetAnswerAsync(asked);
        response.Challenge().ShouldBe($"Bearer realm=\"modular\", resource_metadata=\"https://api.example.com{Path}{resource}\"");

        (await api.Anonymous().GetJsonAsync(Path + resource)).Text("resource").ShouldBe("https://api.example.com" + resource);
    }

    [Fact]
    public async Task The_metadata_of_a_route_differs_in_the_resource_alone()
    {
        var whole = await api.Anonymous().GetStringAsync(Path, TestContext.Current.CancellationToken);
        var route = await api.Anonymous().GetStringAsync(Path + "/api/profile", TestContext.Current.CancellationToken);

        route.Replace("https://api.example.com/api/profile", "https://api.example.com", StringComparison.Ordinal).ShouldBe(whole);
    }

    [Fact]
    public async Task A_slash_behind_it_is_no_address_of_a_route() =>
        (await api.Anonymous().GetJsonAsync(Path + "/")).Text("resource").ShouldBe("https://api.example.com");

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/nothing-here")]
    [InlineData("/api/orders/not-a-number")]
    [InlineData("/api/orders/42/nothing-here")]
    [InlineData("/api/orders/%3Cscript%3E")]
    [InlineData("/health/live")]
    [InlineData("/docs")]
    [InlineData("//api/orders")]
    [InlineData("/.well-known/oauth-protected-resource")]
    public async Task What_takes_no_tokens_has_no_metadata(string route)
    {
        using var response = await api.Anonymous().GetAnswerAsync(Path + route);

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData(Path)]
    [InlineData(Path + "/api/orders")]
    public async Task Scripts_of_any_origin_may_read_it_and_caches_keep_it_for_five_minutes(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", "https://app.example");
        using var response = await api.Anonymous().SendAsync(request, TestContext.Current.CancellationToken);

        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        response.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        response.Headers.CacheControl!.ToString().ShouldBe("public, max-age=300");
    }

    [Theory]
    [InlineData(Path, "GET")]
    [InlineData(Path + "/api/orders", "GET")]
    public async Task A_preflight_allows_reading_with_any_header(string path, string method)
    {
        using var response = await PreflightAsync(path, method);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        response.Headers.GetValues("Access-Control-Allow-Headers").ShouldBe(["mcp-protocol-version"]);
    }

    [Theory]
    [InlineData("/api/orders")]
    [InlineData("/health/live")]
    [InlineData("/openapi/v1.json")]
    public async Task A_preflight_for_anything_else_allows_nothing(string path)
    {
        using var response = await PreflightAsync(path, "GET");

        response.Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_the_caller_writes_for_Host_changes_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path) { Headers = { Host = "evil.example" } };
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        using var response = await api.Anonymous().SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.TextAsync()).ShouldNotContain("evil");
    }

    [Fact]
    public async Task Without_a_public_address_it_is_the_first_one_that_the_server_listens_on()
    {
        await using var server = new SuiteHost<SharedKeyProvider>();
        await server.InitializeAsync();
        await using var everywhere = await ApiNode.StartAsync(
            [
                ("Identity:Providers:main:Kind", "Cognito"), ("Identity:Providers:main:UserPoolId", "ap-northeast-2_AbCdEf123"),
                ("Identity:Providers:main:ClientIds:0", "web-client"), ("Identity:Providers:main:ResourceServer", "modular"),
                ("ASPNETCORE_URLS", "http://0.0.0.0:0"),
            ]);

        (await server.Api.With(null).GetJsonAsync(Path)).Text("resource").ShouldBe($"http://127.0.0.1:{server.Api.Address.Port}");
        using var wildcard = everywhere.With(null);
        wildcard.BaseAddress = new Uri($"http://127.0.0.1:{everywhere.Address.Port}");
        (await wildcard.GetJsonAsync(Path)).Text("resource").ShouldBe($"http://localhost:{everywhere.Address.Port}");
    }

    private async Task<HttpResponseMessage> PreflightAsync(string path, string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", "https://app.example");
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "mcp-protocol-version");
        return await api.Anonymous().SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string?> Texts(JsonElement metadata, string name) => metadata.GetProperty(name).EnumerateArray().Select(text => text.GetString());

    public sealed class PublicHost : ApiHost
    {
        protected override IEnumerable<(string Setting, string Value)> Settings =>
        [
            .. base.Settings,
            ("PublicUrl", "https://API.example.com:443/"),
            ("Identity:Providers:other:Kind", "Oidc"),
            ("Identity:Providers:other:Authority", "https://issuer.example"),
            ("Identity:Providers:other:Audiences:0", "https://api.example.com"),
            ("Identity:Providers:other:ClientIds:0", "web-client"),
            ("Identity:Providers:other:ScopePrefix", "shop:"),
        ];
    }
}
