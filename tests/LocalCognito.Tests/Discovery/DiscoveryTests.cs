using System.Net;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Discovery;

public sealed class DiscoveryTests(RunningPool pool) : IClassFixture<RunningPool>
{
    [Fact]
    public async Task It_has_exactly_Cognitos_keys_and_its_addresses_are_those_of_this_server()
    {
        using var response = await pool.Http.GetAsync($"{Pools.PoolId}/.well-known/openid-configuration", TestContext.Current.CancellationToken);
        var document = await response.JsonAsync();
        document.Select(field => field.Key).Order(StringComparer.Ordinal).ShouldBe(
        [
            "authorization_endpoint", "end_session_endpoint", "id_token_signing_alg_values_supported", "issuer", "jwks_uri",
            "response_types_supported", "revocation_endpoint", "scopes_supported", "subject_types_supported", "token_endpoint",
            "token_endpoint_auth_methods_supported", "userinfo_endpoint",
        ]);
        document.Text("issuer").ShouldBe(pool.Server.Issuer);
        document.Text("issuer").ShouldBe($"{pool.Server.BaseAddress}{Pools.PoolId}");
        document.Text("jwks_uri").ShouldBe(pool.Server.KeysUri.ToString());
        document.Text("token_endpoint").ShouldBe($"{pool.Server.BaseAddress}oauth2/token");
    }

    [Fact]
    public async Task Another_Host_changes_no_address()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Pools.PoolId}/.well-known/openid-configuration");
        request.Headers.Host = "evil.example";
        using var response = await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);
        (await response.TextAsync()).ShouldNotContain("evil");
    }

    [Fact]
    public async Task The_key_set_holds_two_RSA_2048_keys_and_nothing_private()
    {
        var json = await pool.Http.GetStringAsync(pool.Server.KeysUri, TestContext.Current.CancellationToken);
        var keys = JsonNode.Parse(json)!["keys"]!.AsArray();
        keys.Count.ShouldBe(2);
        foreach (var key in keys)
        {
            key!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal).ShouldBe(["alg", "e", "kid", "kty", "n", "use"]);
        }

        new JsonWebKeySet(json).Keys.ShouldAllBe(key => key.KeySize == 2048);
        keys.Select(key => key!["kid"]!.GetValue<string>()).Distinct(StringComparer.Ordinal).Count().ShouldBe(2);
    }

    [Fact]
    public async Task The_issuer_can_be_set_apart_from_the_address()
    {
        const string issuer = "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_Modular01";
        await using var server = await RunningPool.StartAsync(options => options.EditPool = file => file["issuer"] = issuer);
        server.Issuer.ShouldBe(issuer);
        ReadToken.Of(server.AccessTokenFor("alice")).Text("iss").ShouldBe(issuer);
        server.KeysUri.ToString().ShouldBe($"{server.BaseAddress}{Pools.PoolId}/.well-known/jwks.json");
    }

    [Theory]
    [InlineData(null, "http://cognito.test:9229/ap-northeast-2_Modular01", "http://cognito.test:9229")]
    [InlineData(null, "https://sign-in.example.com/ap-northeast-2_Modular01", "https://sign-in.example.com")]
    [InlineData("http://localhost:19229", null, "http://localhost:19229")]
    [InlineData("https://sign-in.example.com/", null, "https://sign-in.example.com")]
    [InlineData("http://localhost:19229", "http://cognito.test:9229/ap-northeast-2_Modular01", "http://localhost:19229")]
    [InlineData(null, "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_Modular01", null)]
    [InlineData(null, "https://issuer-cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_Modular01", null)]
    [InlineData(null, "https://issuer.example.com/another/path", null)]
    public async Task Every_address_is_where_callers_reach_it(string? publicUrl, string? issuer, string? expected)
    {
        await using var server = await RunningPool.StartAsync(options =>
        {
            options.PublicUrl = publicUrl;
            options.EditPool = file => file["issuer"] = issuer;
        });
        using var http = server.CreateClient();
        using var response = await http.GetAsync($"{Pools.PoolId}/.well-known/openid-configuration", TestContext.Current.CancellationToken);
        var document = await response.JsonAsync();
        var address = expected ?? server.BaseAddress.GetLeftPart(UriPartial.Authority);
        foreach (var name in new[] { "authorization_endpoint", "end_session_endpoint", "jwks_uri", "revocation_endpoint", "token_endpoint", "userinfo_endpoint" })
        {
            document.Text(name).ShouldStartWith(address + "/", customMessage: name);
        }

        document.Text("issuer").ShouldBe(issuer ?? $"{address}/{Pools.PoolId}");
        server.BaseAddress.Host.ShouldBe("127.0.0.1", "a test in this process still needs the listening address");
    }

    [Theory]
    [InlineData("ap-northeast-2_Other/.well-known/jwks.json", 404)]
    [InlineData(".well-known/openid-configuration", 404)]
    [InlineData("oauth2/introspect", 404)]
    [InlineData("health/ready", 200)]
    public async Task What_is_there_and_what_is_not(string path, int status)
    {
        using var response = await pool.Http.GetAsync(path, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Head_is_answered_like_get_without_a_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, pool.Server.KeysUri);
        using var response = await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.TextAsync()).ShouldBeEmpty();
    }
}
