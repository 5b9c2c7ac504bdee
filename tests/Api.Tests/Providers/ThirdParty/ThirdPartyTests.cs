using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Modular.Api.Tests.Hosting;
using Modular.LocalCognito.Tests.Clients;

namespace Modular.Api.Tests.Providers.ThirdParty;

/// <summary>That the third party is what the suite takes it for: a provider that nobody here has written.</summary>
public sealed class ThirdPartyTests
{
    private static readonly string[] Scopes = ["shop:orders.read", "shop:account.write"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_person_signs_in_with_a_code_and_gets_an_access_token_as_RFC_9068_has_it(bool publicClient)
    {
        await using var provider = await StartAsync("jwt");
        var client = publicClient ? ThirdPartyClient.Phone : ThirdPartyClient.Web;
        var parts = (await provider.SignInAsync("carol", Scopes, client)).Split('.');

        var (header, claims) = (Read(parts[0]), Read(parts[1]));
        (header.Text("typ"), header.Text("alg")).ShouldBe(("at+jwt", "ES256"));
        (claims.Text("iss"), claims.Text("sub"), claims.Text("aud"), claims.Text("client_id"))
            .ShouldBe((provider.Issuer, "carol", provider.Resource, client.Id));
        claims.Text("scope").Split(' ').ShouldBe(Scopes, ignoreOrder: true);
        claims.GetProperty("roles").EnumerateArray().Select(role => role.GetString()).ShouldBe(["backoffice"]);
        (claims.GetProperty("iat").GetInt64() - claims.GetProperty("auth_time").GetInt64()).ShouldBeInRange(0, 5);
    }

    [Fact]
    public async Task A_machine_gets_a_token_that_names_nobody()
    {
        await using var provider = await StartAsync("jwt");
        var claims = Read((await provider.MachineTokenAsync(["shop:orders.read.any"])).Split('.')[1]);

        (claims.Text("sub"), claims.Text("client_id"), claims.Text("scope")).ShouldBe(("warehouse", "warehouse", "shop:orders.read.any"));
        claims.TryGetProperty("roles", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_opaque_token_is_explained_to_the_resource_server()
    {
        await using var provider = await StartAsync("opaque");
        var token = await provider.SignInAsync("carol", Scopes);
        using var client = new HttpClient { BaseAddress = new Uri(provider.Issuer) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(
            Encoding.ASCII.GetBytes($"{ThirdPartyClient.ResourceServer.Id}:{ThirdPartyClient.ResourceServer.Secret}")));
        using var form = new FormUrlEncodedContent([new("token", token)]);
        using var response = await client.PostAsync("/token/introspection", form, TestContext.Current.CancellationToken);

        token.ShouldNotContain('.');
        var answer = await response.JsonAsync();
        answer.GetProperty("active").GetBoolean().ShouldBeTrue();
        (answer.Text("iss"), answer.Text("sub"), answer.Text("aud")).ShouldBe((provider.Issuer, "carol", provider.Resource));
        answer.GetProperty("roles")[0].GetString().ShouldBe("backoffice");
        answer.TryGetProperty("auth_time", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_rotation_signs_with_a_new_key_and_publishes_the_old_one_still()
    {
        await using var provider = await StartAsync("jwt");
        var before = Read((await provider.MachineTokenAsync(Scopes)).Split('.')[0]).Text("kid");
        await provider.RotateKeysAsync();
        var after = Read((await provider.MachineTokenAsync(Scopes)).Split('.')[0]).Text("kid");

        after.ShouldNotBe(before);
        using var client = new HttpClient { BaseAddress = new Uri(provider.Issuer) };
        var published = (await client.GetJsonAsync("/jwks")).GetProperty("keys").EnumerateArray().Select(key => key.Text("kid")).ToList();
        published.ShouldContain(before);
        published.ShouldContain(after);
    }

    [Fact]
    public async Task An_outage_ends_where_it_began_and_forgets_nothing()
    {
        await using var provider = await StartAsync("jwt");
        using var client = new HttpClient { BaseAddress = new Uri(provider.Issuer) };
        var before = (await client.GetJsonAsync("/jwks")).GetRawText();
        await provider.StopAsync();
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAnswerAsync("/jwks"));
        await provider.StartAsync();

        (await client.GetJsonAsync("/jwks")).GetRawText().ShouldBe(before);
    }

    private static async Task<ThirdPartyProvider> StartAsync(string accessTokenFormat)
    {
        if (await ThirdPartyProvider.AbsentAsync() is { } absent)
        {
            AbsentClients.Report(absent, AbsentClients.ContinuousIntegration);
        }

        return await ThirdPartyProvider.StartAsync(accessTokenFormat);
    }

    private static JsonElement Read(string part) => JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(part));
}
