using System.Text.Json.Nodes;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Clients;

/// <summary>openid-client, a certified client of OpenID Connect, which checks every answer itself.</summary>
[Collection(ClientsCollection.Name)]
public sealed class OpenIdClientTests(NodeClients node)
{
    private const string Alice = "00000000-0000-4000-8000-00000000000a";
    private const string Scope = "openid email modular/orders.read";

    // The clock is the system's: the library compares with its own.
    private static Task<LocalCognitoServer> StartAsync() => RunningPool.StartAsync(options => options.EditPool = Pools.AddMore);

    private async Task<JsonObject> RunAsync(LocalCognitoServer server, string script, string clientId, string style, params (string Name, JsonNode Value)[] more)
    {
        var input = ClientInput.For(server, clientId, style, clientId == "fulfilment-client" ? "" : Scope);
        foreach (var (name, value) in more)
        {
            input[name] = value;
        }

        return await node.RunAsync($"openid-client/{script}.js", input);
    }

    [Theory]
    [InlineData("cli-client", "none")]
    [InlineData("web-client", "basic")]
    [InlineData("web-client", "post")]
    [InlineData("odd-client", "basic")]
    [InlineData("odd-client", "post")]
    public async Task A_person_signs_in_and_the_sign_in_is_refreshed(string clientId, string style)
    {
        await using var server = await StartAsync();
        var result = await RunAsync(server, "person", clientId, style);

        var claims = result["claims"]!.AsObject();
        (claims.Text("iss"), claims.Text("sub"), claims.Text("aud")).ShouldBe((server.Issuer, Alice, clientId));
        claims["nonce"].ShouldNotBeNull();
        result["tokens"]!["token_type"]!.GetValue<string>().ShouldBe("bearer");
        result["expiresIn"]!.GetValue<int>().ShouldBeInRange(3590, 3600);
        ReadToken.Of(result["tokens"]!.AsObject().Text("access_token")).Text("scope")!.Split(' ').ShouldBe(Scope.Split(' '), ignoreOrder: true);
        result["userInfo"]!.AsObject().Text("email").ShouldBe("alice@example.com");

        result["refreshedClaims"]!.AsObject().Text("sub").ShouldBe(Alice);
        result["refreshed"]!.AsObject().Text("access_token").ShouldNotBe(result["tokens"]!.AsObject().Text("access_token"));
        result["refreshedUserInfo"]!.AsObject().Text("sub").ShouldBe(Alice);
    }

    [Fact]
    public async Task A_rotated_refresh_token_is_followed()
    {
        await using var server = await StartAsync();
        var result = await RunAsync(server, "person", "rotating-client", "basic");
        result["refreshed"]!.AsObject().Text("refresh_token").ShouldNotBe(result["tokens"]!.AsObject().Text("refresh_token"));
    }

    [Fact]
    public async Task The_time_of_the_sign_in_satisfies_max_age()
    {
        await using var server = await StartAsync();
        var result = await RunAsync(server, "person", "cli-client", "none", ("maxAge", 60), ("extra", new JsonObject { ["max_age"] = "60" }));
        result["claims"]!["auth_time"]!.GetValue<long>().ShouldBePositive();
    }

    [Theory]
    [InlineData("basic", null)]
    [InlineData("post", null)]
    [InlineData("basic", "modular/orders.fulfil")]
    public async Task A_machine_gets_a_token_of_its_own(string style, string? scope)
    {
        await using var server = await StartAsync();
        var result = await RunAsync(server, "machine", "fulfilment-client", style, ("scope", scope ?? ""));

        var token = ReadToken.Of(result["tokens"]!.AsObject().Text("access_token"));
        token.Text("sub").ShouldBe("fulfilment-client");
        token.Text("scope")!.Split(' ').ShouldBe((scope ?? "modular/orders.fulfil modular/orders.read.any").Split(' '), ignoreOrder: true);
        Refusal(result, "strangeScope").ShouldBe((400, "invalid_scope"));
        ShouldBeChallenged(result["userInfo"]!.AsObject());
    }

    [Theory]
    [InlineData("cli-client", "none")]
    [InlineData("web-client", "basic")]
    [InlineData("web-client", "post")]
    public async Task Revocation_ends_the_sign_in(string clientId, string style)
    {
        await using var server = await StartAsync();
        var result = await RunAsync(server, "revocation", clientId, style);
        Refusal(result, "ofAccessToken").ShouldBe((400, "unsupported_token_type"));
        result["again"].ShouldBeNull();
        Refusal(result, "refresh").ShouldBe((400, "invalid_grant"));
        ShouldBeChallenged(result["userInfo"]!.AsObject());
    }

    [Fact]
    public async Task The_session_spares_a_second_password_until_the_logout()
    {
        await using var server = await StartAsync();
        var result = await RunAsync(server, "session", "web-client", "basic", ("logoutUri", "http://localhost:5090/"));

        result["before"]!["error"]!.GetValue<string>().ShouldBe("login_required");
        result["second"]!.AsObject().Text("sub").ShouldBe(Alice);
        result["second"]!["auth_time"]!.GetValue<long>().ShouldBe(result["first"]!["auth_time"]!.GetValue<long>());
        result.Text("logoutAddress").ShouldStartWith($"{server.BaseAddress}logout?");
        result["logout"]!["location"]!.GetValue<string>().ShouldBe("http://localhost:5090/");
        result["after"]!["error"]!.GetValue<string>().ShouldBe("login_required");
        result["tokensLiveOn"]!.AsObject().Text("sub").ShouldBe(Alice);
    }

    [Fact]
    public async Task What_goes_wrong_is_told_in_the_words_that_the_library_knows()
    {
        await using var server = await StartAsync();
        var result = await RunAsync(server, "refusals", "web-client", "basic");
        Refusal(result, "codeUsedTwice").ShouldBe((400, "invalid_grant"));
        Refusal(result, "otherVerifier").ShouldBe((400, "invalid_grant"));
        Refusal(result, "wrongSecret").ShouldBe((400, "invalid_client"));
        Refusal(result, "madeUpRefreshToken").ShouldBe((400, "invalid_grant"));
        result["otherNonce"]!["code"]!.GetValue<string>().ShouldBe("OAUTH_JWT_CLAIM_COMPARISON_FAILED");
        result["otherState"]!["code"]!.GetValue<string>().ShouldBe("OAUTH_INVALID_RESPONSE");
    }

    private static void ShouldBeChallenged(JsonObject refusal)
    {
        refusal["status"]!.GetValue<int>().ShouldBe(401);
        refusal.Text("challenge").ShouldStartWith("error=\"invalid_token\"");
    }

    private static (int Status, string Error) Refusal(JsonObject result, string name) =>
        (result[name]!["status"]!.GetValue<int>(), result[name]!["error"]!.GetValue<string>());
}
