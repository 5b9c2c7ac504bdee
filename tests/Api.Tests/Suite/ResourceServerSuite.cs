using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;

namespace Modular.Api.Tests.Suite;

/// <summary>
/// The promises of the resource server under every identity provider. It speaks HTTP alone, to a server in a process of its own. A
/// derived class only says which providers the server is configured with, by environment variables, and whose tokens people use.
/// </summary>
public abstract class ResourceServerSuite(SuiteHost host, int speaking = 0)
{
    private const string OneTea = """{"lines":[{"sku":"TEA-GREEN-100","quantity":2}]}""";

    private protected SuiteHost Host => host;

    /// <summary>The provider of people's tokens.</summary>
    private protected TrustedProvider Provider => host.Providers()[speaking];

    [Fact]
    public async Task The_server_is_ready()
    {
        _ = Provider;
        await Eventually.HoldsAsync("the server is ready", TimeSpan.FromSeconds(10), async () =>
        {
            using var ready = await With(null).GetAnswerAsync("/health/ready");
            return ready.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task Without_a_token_it_is_401_and_no_error_is_named()
    {
        _ = Provider;
        using var response = await With(null).GetAnswerAsync("/api/orders");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        response.ShouldChallenge(error: null, Server);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task Garbage_is_401(string token)
    {
        _ = Provider;
        await ShouldBeRefusedAsync(token);
    }

    [Fact]
    public async Task A_megabyte_for_a_token_is_431_from_the_web_server()
    {
        _ = Provider;
        (await RawAnswer.StatusAsync(Host.Api.Address, new byte[1024 * 1024].Select(_ => (byte)'a').ToArray())).ShouldBe(431);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE })]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    [InlineData(new byte[] { (byte)'a', 0x00, (byte)'b' })]
    public async Task What_is_no_text_in_a_header_is_400_from_the_web_server(byte[] token)
    {
        _ = Provider;
        (await RawAnswer.StatusAsync(Host.Api.Address, token)).ShouldBe(400);
    }

    [Fact]
    public async Task A_token_that_another_key_signs_in_the_providers_name_is_401() => await ShouldBeRefusedAsync(Forge(await TokenAsync("alice")));

    [Fact]
    public async Task A_token_whose_time_is_over_is_401() => await ShouldBeRefusedAsync(await Provider.ExpiredTokenAsync("alice"));

    [Fact]
    public async Task Alice_sees_her_orders()
    {
        var page = await (await AsAsync("alice")).GetJsonAsync("/api/orders");

        page.GetProperty("orders").EnumerateArray().Select(order => (order.GetProperty("id").GetInt64(), order.Text("status")))
            .ShouldBe([(1, "DELIVERED"), (2, "SHIPPING")]);
    }

    [Fact]
    public async Task A_page_leads_to_the_next()
    {
        var alice = await AsAsync("alice", "orders.read");
        var first = await alice.GetJsonAsync("/api/orders?limit=1");
        var second = await alice.GetJsonAsync(first.Text("next"));

        first.OrderIds().ShouldBe([1]);
        second.OrderIds().ShouldBe([2]);
        second.TryGetProperty("next", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Bobs_order_is_not_found_for_alice()
    {
        var alice = await AsAsync("alice");
        using var strangers = await alice.GetAnswerAsync("/api/orders/3");
        using var none = await alice.GetAnswerAsync("/api/orders/999999");

        await strangers.ShouldBeProblemAsync(HttpStatusCode.NotFound, "order-not-found");
        (await strangers.TextAsync()).ShouldBe(await none.TextAsync());
    }

    [Fact]
    public async Task An_order_is_placed_looked_at_and_cancelled()
    {
        var bob = await AsAsync("bob", "orders.read", "orders.write");
        using var placed = await bob.PostTextAsync("/api/orders", OneTea);
        placed.StatusCode.ShouldBe(HttpStatusCode.Created, await placed.TextAsync());
        var location = placed.Headers.Location!.ToString();
        var order = await bob.GetJsonAsync(location);
        using var cancelled = await bob.PostAsync(location + "/cancel");

        (order.Text("status"), order.GetProperty("totalMinor").GetInt64()).ShouldBe(("PLACED", 2 * 890));
        cancelled.StatusCode.ShouldBe(HttpStatusCode.OK, await cancelled.TextAsync());
        (await bob.GetJsonAsync(location)).Text("status").ShouldBe("CANCELLED");
    }

    [Fact]
    public async Task A_profile_is_kept()
    {
        var bob = await AsAsync("bob", "profile.read", "profile.write");
        using var put = await bob.PutTextAsync("/api/profile", """{"name":"Bob 김","email":"bob@example.com"}""");

        put.StatusCode.ShouldBe(HttpStatusCode.OK, await put.TextAsync());
        (await bob.GetJsonAsync("/api/profile")).Text("name").ShouldBe("Bob 김");
    }

    [Fact]
    public async Task An_account_has_the_identity_of_the_token()
    {
        var account = await (await AsAsync("alice", "account.read")).GetJsonAsync("/api/account");

        account.Text("status").ShouldBe("ACTIVE");
        account.GetProperty("identities").EnumerateArray().Select(identity => (identity.Text("issuer"), identity.Text("subject")))
            .ShouldBe(
                host.Providers().Select(provider => (provider.Issuer, provider.SubjectOf("alice"))),
                ignoreOrder: true);
    }

    [Theory]
    [InlineData("GET", "/api/orders")]
    [InlineData("GET", "/api/profile")]
    [InlineData("GET", "/api/account")]
    public async Task A_machine_has_nothing_of_its_own(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await (await AsMachineAsync()).SendAsync(request, TestContext.Current.CancellationToken);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "person-required");
        response.Challenge().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_machine_with_the_scope_reads_a_customers_orders()
    {
        var machine = await AsMachineAsync("orders.read.any");
        var page = await machine.GetJsonAsync($"/api/customers/{await CustomerAsync("alice")}/orders");

        page.OrderIds().ShouldBe([1, 2]);
        (await machine.GetJsonAsync("/api/orders/3")).Text("currency").ShouldBe("EUR");
    }

    [Fact]
    public async Task A_machine_without_the_scope_is_told_which()
    {
        using var response = await (await AsMachineAsync("orders.fulfil")).GetAnswerAsync($"/api/customers/{await CustomerAsync("alice")}/orders");

        await ShouldLackAsync(response, "orders.read.any");
    }

    [Fact]
    public async Task Staff_with_the_scope_read_a_customers_orders() =>
        (await (await AsAsync("carol", "orders.read.any")).GetJsonAsync($"/api/customers/{await CustomerAsync("alice")}/orders")).OrderIds().ShouldBe([1, 2]);

    [Fact]
    public async Task Staff_without_the_scope_are_told_which()
    {
        using var response = await (await AsAsync("carol", "orders.read")).GetAnswerAsync($"/api/customers/{await CustomerAsync("alice")}/orders");

        await ShouldLackAsync(response, "orders.read.any");
    }

    [Fact]
    public async Task The_scope_does_not_make_a_customer_staff()
    {
        using var response = await (await AsAsync("bob", "orders.read", "orders.read.any")).GetAnswerAsync($"/api/customers/{await CustomerAsync("alice")}/orders");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "not-permitted");
        response.Challenge().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/api/orders", "orders.read")]
    [InlineData("/api/profile", "profile.read")]
    [InlineData("/api/account", "account.read")]
    public async Task A_token_without_the_scope_is_403_and_told_which_in_the_providers_own_words(string path, string permission)
    {
        var other = permission == "orders.read" ? "profile.read" : "orders.read";
        using var response = await (await AsAsync("alice", other)).GetAnswerAsync(path);

        await ShouldLackAsync(response, permission);
    }

    private string Server => Host.Api.Address.GetLeftPart(UriPartial.Authority);

    private protected HttpClient With(string? token) => host.Api.With(token);

    private protected Task<string> TokenAsync(string person, params string[] permissions) => Provider.PersonTokenAsync(person, permissions);

    private protected async Task<HttpClient> AsAsync(string person, params string[] permissions) => With(await TokenAsync(person, permissions));

    private async Task<HttpClient> AsMachineAsync(params string[] permissions) => With(await Provider.MachineTokenAsync(permissions));

    private async Task<string> CustomerAsync(string person) =>
        (await (await AsAsync(person, "account.read")).GetJsonAsync("/api/account")).Text("customerId");

    private async Task ShouldLackAsync(HttpResponseMessage response, string permission)
    {
        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "insufficient-scope");
        response.ShouldChallenge($"error=\"insufficient_scope\", scope=\"{Provider.ScopePrefix}{permission}\"", Server);
    }

    private async Task ShouldBeRefusedAsync(string token)
    {
        using var response = await With(token).GetAnswerAsync("/api/orders");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
        response.ShouldChallenge("error=\"invalid_token\", error_description=\"The access token is not valid.\"", Server);
    }

    /// <summary>The same header and claims signed with a key of one's own; an opaque token can only be invented.</summary>
    private static string Forge(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            return RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789-_", token.Length);
        }

        var header = JsonSerializer.Deserialize<JsonElement>(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0]));
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        return $"{parts[0]}.{parts[1]}.{System.Buffers.Text.Base64Url.EncodeToString(Sign(header.Text("alg"), signed))}";
    }

    private static byte[] Sign(string algorithm, byte[] signed)
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return algorithm switch
        {
            "RS256" => rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "ES256" => curve.SignData(signed, HashAlgorithmName.SHA256),
            _ => HMACSHA256.HashData(RandomNumberGenerator.GetBytes(32), signed),
        };
    }
}
