using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Modular.Api.Tests.Hosting;
using Modular.LocalCognito.Tests.Clients;

namespace Modular.Api.Tests.Providers.ThirdParty;

/// <summary>The third party is the foreign provider that the suite takes it for, and no code of this repository.</summary>
public sealed class ThirdPartyTests(ThirdPartyTests.Started started) : IClassFixture<ThirdPartyTests.Started>
{
    private static readonly string[] Scopes = ["shop:orders.read", "shop:account.write"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_person_signs_in_with_a_code_and_gets_an_access_token_as_RFC_9068_has_it(bool publicClient)
    {
        var provider = started.Provider;
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
        var provider = started.Provider;
        var claims = Read((await provider.MachineTokenAsync(["shop:orders.read.any"])).Split('.')[1]);

        (claims.Text("sub"), claims.Text("client_id"), claims.Text("scope")).ShouldBe(("warehouse", "warehouse", "shop:orders.read.any"));
        claims.TryGetProperty("roles", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_opaque_token_is_explained_to_the_resource_server()
    {
        _ = started.Provider;
        await using var provider = await ThirdPartyProvider.StartAsync("opaque");
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
        var provider = started.Provider;
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
        var provider = started.Provider;
        using var client = new HttpClient { BaseAddress = new Uri(provider.Issuer) };
        var before = (await client.GetJsonAsync("/jwks")).GetRawText();
        await provider.StopAsync();
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAnswerAsync("/jwks"));
        await provider.StartAsync();

        (await client.GetJsonAsync("/jwks")).GetRawText().ShouldBe(before);
    }

    private static JsonElement Read(string part) => JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(part));

    /// <summary>One for the whole class, with JWTs.</summary>
    public sealed class Started : IAsyncLifetime
    {
        private ThirdPartyProvider? _provider;
        private string? _absent;

        internal ThirdPartyProvider Provider
        {
            get
            {
                if (_absent is not null)
                {
                    AbsentClients.Report(_absent, AbsentClients.ContinuousIntegration);
                }

                return _provider!;
            }
        }

        public async ValueTask InitializeAsync()
        {
            _absent = await ThirdPartyProvider.AbsentAsync();
            _provider = _absent is null ? await ThirdPartyProvider.StartAsync("jwt") : null;
        }

        public async ValueTask DisposeAsync()
        {
            if (_provider is not null)
            {
                await _provider.DisposeAsync();
            }
        }
    }
}
