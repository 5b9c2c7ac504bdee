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

    [Fact]
    public async Task A_challenge_leads_to_it()
    {
        using var response = await api.Anonymous().GetAnswerAsync("/api/orders");

        response.ShouldChallenge(error: null, "https://api.example.com");
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
