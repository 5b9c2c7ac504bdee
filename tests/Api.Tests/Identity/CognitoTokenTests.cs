using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Modular.Api.Tests.Hosting;
using Modular.Infrastructure.Identity;
using Modular.LocalCognito;

namespace Modular.Api.Tests.Identity;

public sealed class CognitoTokenTests : IClassFixture<CognitoApiHost>
{
    private const string Web = "web-client";

    private static readonly string[] OrdersRead = ["modular/orders.read"];

    private readonly CognitoApiHost _api;

    public CognitoTokenTests(CognitoApiHost api)
    {
        _api = api;

        // Keys are fetched at most once a second: let that second pass between two tests.
        api.Clock.Advance(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Alice_sees_the_orders_of_the_figure_with_a_token_of_the_pool()
    {
        var page = await _api.With(await GoodAsync()).GetJsonAsync("/api/orders");

        page.GetProperty("orders").EnumerateArray().Select(order => (order.GetProperty("id").GetInt64(), order.Text("status")))
            .ShouldBe([(1, "DELIVERED"), (2, "SHIPPING")]);
    }

    [Fact]
    public async Task A_machine_gets_in_with_a_token_of_client_credentials()
    {
        using var pool = _api.Pool.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("fulfilment-client:fulfilment-secret"u8));
        using var answer = await pool.SendAsync(request, TestContext.Current.CancellationToken);

        var order = await _api.With((await answer.JsonAsync()).Text("access_token")).GetJsonAsync("/api/orders/3");

        order.Text("status").ShouldBe("PLACED");
    }

    [Fact]
    public async Task No_token_is_401_without_an_error_code()
    {
        using var response = await _api.Anonymous().GetAnswerAsync("/api/orders");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        response.ShouldChallenge();
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public Task Garbage_is_401(string token) => ShouldBeRefusedAsync(token, "malformed", "bad-signature", "wrong-issuer");

    [Fact]
    public async Task A_tampered_payload_is_401()
    {
        var parts = (await GoodAsync()).Split('.');
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
        claims["sub"] = "00000000-0000-4000-8000-00000000000b";

        await ShouldBeRefusedAsync($"{parts[0]}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}.{parts[2]}", "bad-signature");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    public async Task Alg_none_is_401_in_every_casing(string algorithm)
    {
        var payload = (await GoodAsync()).Split('.')[1];
        var header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}","kid":"x"}"""));

        await ShouldBeRefusedAsync($"{header}.{payload}.", "malformed");
        await ShouldBeRefusedAsync($"{header}.{payload}.AAAA", "wrong-algorithm");
    }

    [Fact]
    public async Task HS256_signed_with_the_public_key_is_401()
    {
        using var pool = _api.Pool.CreateClient();
        var keys = await pool.GetFromJsonAsync<JsonElement>(_api.Pool.KeysUri, TestContext.Current.CancellationToken);
        var payload = (await GoodAsync()).Split('.')[1];
        foreach (var key in keys.GetProperty("keys").EnumerateArray())
        {
            using var rsa = RSA.Create(new RSAParameters
            {
                Modulus = Base64Url.DecodeFromChars(key.Text("n")),
                Exponent = Base64Url.DecodeFromChars(key.Text("e")),
            });
            foreach (var secret in new[]
            {
                Encoding.UTF8.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), rsa.ExportSubjectPublicKeyInfo(), Base64Url.DecodeFromChars(key.Text("n")),
            })
            {
                var header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"HS256","kid":"{{key.Text("kid")}}"}"""));
                var signature = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{header}.{payload}"));
                await ShouldBeRefusedAsync($"{header}.{payload}.{Base64Url.EncodeToString(signature)}", "wrong-algorithm");
            }
        }
    }

    [Fact]
    public async Task An_expired_token_is_401() =>
        await ShouldBeRefusedAsync(await MintAsync(new { user = "alice", client = Web, scopes = OrdersRead, expiresIn = -61 }), "expired");

    [Fact]
    public async Task Clocks_may_be_a_minute_apart() =>
        (await _api.With(await MintAsync(new { user = "alice", client = Web, scopes = OrdersRead, expiresIn = -59 })).GetJsonAsync("/api/orders"))
            .OrderIds().ShouldBe([1, 2]);

    [Fact]
    public async Task A_token_signed_with_an_unknown_key_is_401()
    {
        var token = await MintAsync(new { user = "alice", client = Web, scopes = OrdersRead, sign = "unknownKey" });

        // The fetch at start is over, however slow the machine is: the clock stands still for the second until the next one.
        await _api.AsTimePassesAsync(async () =>
        {
            await _api.Services.GetRequiredService<IdentityProviders>().RefreshAsync(TestContext.Current.CancellationToken);
            return true;
        });
        _api.Clock.Advance(TimeSpan.FromSeconds(1));

        await ShouldBeRefusedAsync(token, "unknown-key");
    }

    [Fact]
    public async Task A_token_of_another_pool_is_401()
    {
        await using var other = await LocalCognitoServer.StartAsync(
            options => options.TimeProvider = _api.Clock, TestContext.Current.CancellationToken);

        await ShouldBeRefusedAsync(other.AccessTokenFor("alice"), "wrong-issuer");
    }

    [Fact]
    public async Task A_token_that_another_pool_signed_in_our_issuers_name_is_401()
    {
        await using var other = await LocalCognitoServer.StartAsync(
            options =>
            {
                options.TimeProvider = _api.Clock;
                options.EditPool = pool => pool["issuer"] = _api.Pool.Issuer;
            },
            TestContext.Current.CancellationToken);

        await ShouldBeRefusedAsync(other.AccessTokenFor("alice"), "unknown-key");
    }

    [Fact]
    public async Task A_token_of_a_client_that_is_not_on_the_list_is_401() =>
        await ShouldBeRefusedAsync(await MintAsync(new { user = "alice", client = "cli-client", scopes = OrdersRead }), "wrong-client");

    [Fact]
    public async Task An_ID_token_is_401() =>
        await ShouldBeRefusedAsync((await _api.SignInAsync("alice")).Text("id_token"), "wrong-use");

    [Fact]
    public async Task A_five_part_token_is_401() =>
        await ShouldBeRefusedAsync((await GoodAsync()) + ".YQ.Yg", "malformed");

    [Fact]
    public async Task A_refresh_token_is_401()
    {
        var refresh = (await _api.SignInAsync("alice")).Text("refresh_token");

        refresh.Split('.').Length.ShouldBe(5);
        await ShouldBeRefusedAsync(refresh, "malformed");
    }

    [Fact]
    public async Task A_persons_token_that_looks_like_a_machines_is_401_and_the_other_way_round()
    {
        await ShouldBeRefusedAsync(
            await MintAsync(new { user = "alice", client = Web, scopes = OrdersRead, claims = new { sub = Web } }), "wrong-client");
        await ShouldBeRefusedAsync(
            await MintAsync(new { client = "fulfilment-client", scopes = OrdersRead, claims = new { username = "alice" } }), "wrong-client");
    }

    [Fact]
    public async Task A_token_bound_to_a_key_is_401() => await ShouldBeRefusedAsync(
        await MintAsync(new { user = "alice", client = Web, scopes = OrdersRead, claims = new { cnf = new { jkt = "x" } } }), "unproven-key");

    [Fact]
    public async Task A_good_token_without_the_scope_is_403_and_told_which()
    {
        using var response = await _api.With(await MintAsync(new { user = "alice", client = Web, scopes = new[] { "modular/profile.read" } }))
            .GetAnswerAsync("/api/orders");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "insufficient-scope");
        response.ShouldChallenge("error=\"insufficient_scope\", scope=\"modular/orders.read\"");
    }

    [Theory]
    [InlineData("orders.read")]
    [InlineData("other/orders.read")]
    [InlineData("modular/orders.readx")]
    [InlineData("modular/orders")]
    [InlineData("xmodular/orders.read")]
    [InlineData("Modular/orders.read")]
    [InlineData("modular/modular/orders.read")]
    [InlineData("")]
    public async Task Scopes_are_compared_as_whole_strings(string scope)
    {
        using var response = await _api.With(await MintAsync(new { user = "alice", client = Web, claims = new { scope } }))
            .GetAnswerAsync("/api/orders");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "insufficient-scope");
    }

    [Theory]
    [InlineData("\"https://api.example.com\"", false)]
    [InlineData("\"web-client\"", true)]
    [InlineData("[\"web-client\"]", true)]
    [InlineData("[\"https://api.example.com\",\"https://other.example.com\"]", false)]
    [InlineData("[]", false)]
    [InlineData("\"\"", false)]
    public async Task An_aud_that_is_present_must_be_the_tokens_own_client(string aud, bool accepted)
    {
        var token = await MintAsync(new
        {
            user = "alice",
            client = Web,
            scopes = OrdersRead,
            claims = new { aud = JsonNode.Parse(aud) },
        });

        if (accepted)
        {
            await _api.With(token).GetJsonAsync("/api/orders");
            return;
        }

        await ShouldBeRefusedAsync(token, "wrong-audience");
    }

    [Fact]
    public async Task The_token_is_never_repeated_in_an_answer_or_in_the_log()
    {
        var token = await MintAsync(new { user = "alice", client = Web, scopes = OrdersRead, expiresIn = -3600 });
        using var response = await _api.With(token).GetAnswerAsync("/api/orders");

        var pieces = token.Split('.');
        var said = response.Challenge() + await response.TextAsync() + string.Join('\n', _api.Log.GetSnapshot().Select(line => line.Message));
        pieces.ShouldAllBe(piece => !said.Contains(piece, StringComparison.Ordinal));
    }

    private Task<string> GoodAsync() => MintAsync(new { user = "alice", client = Web, scopes = OrdersRead });

    private Task<string> MintAsync(object order) => _api.MintAsync(order);

    private async Task ShouldBeRefusedAsync(string token, params string[] reasons)
    {
        using var response = await _api.With(token).GetAnswerAsync("/api/orders");

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
        response.ShouldChallenge("error=\"invalid_token\", error_description=\"The access token is not valid.\"");
        reasons.ShouldContain(problem.Text("reason").Split(':')[0]);
    }
}
