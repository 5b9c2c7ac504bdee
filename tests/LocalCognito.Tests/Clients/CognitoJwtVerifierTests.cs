using System.Buffers.Text;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Clients;

/// <summary>AWS's own verifier, unmodified: it accepts LocalCognito's tokens as a user pool's, and refuses what it refuses there.</summary>
[Collection(ClientsCollection.Name)]
public sealed class CognitoJwtVerifierTests(NodeClients node)
{
    private const string AwsIssuer = $"https://cognito-idp.ap-northeast-2.amazonaws.com/{Pools.PoolId}";
    private const string SecondAwsIssuer = $"https://issuer-cognito-idp.ap-northeast-2.amazonaws.com/{Pools.PoolId}";

    // The clock is the system's: the verifier compares with its own.
    private static Task<LocalCognitoServer> StartAsync(string issuer) =>
        RunningPool.StartAsync(options => options.EditPool = pool => pool["issuer"] = issuer);

    private async Task<JsonObject> VerifyAsync(LocalCognitoServer server, params JsonNode[] cases) => await node.RunAsync(
        "aws-jwt-verify/verify.js", new JsonObject { ["baseAddress"] = server.BaseAddress.AbsoluteUri, ["cases"] = new JsonArray(cases) });

    [Theory]
    [InlineData(AwsIssuer)]
    [InlineData(SecondAwsIssuer)]
    public async Task It_accepts_the_tokens_of_people_and_machines_under_either_issuer(string issuer)
    {
        await using var server = await StartAsync(issuer);
        var person = await PersonAsync(server, "carol");
        var (access, id) = (person.Text("access_token"), person.Text("id_token"));
        var machine = await MachineAsync(server);

        var answer = await VerifyAsync(
            server,
            Case("access", access, Properties("access", "web-client", "modular/orders.read")),
            Case("one of several clients", access, Properties("access", new JsonArray("cli-client", "web-client"))),
            Case("group", access, Properties("access", "web-client").With("groups", "staff")),
            Case("id", id, Properties("id", "web-client")),
            Case("either use", id, Properties(null, "web-client")),
            Case("machine", machine, Properties("access", "fulfilment-client", new JsonArray("modular/orders.fulfil"))));

        var results = answer["results"]!.AsObject();
        results.ShouldAllBe(result => result.Value!["refused"] == null);
        results.Select(result => result.Value!["iss"]!.GetValue<string>()).Distinct().ShouldBe([issuer]);
        results["access"]!["username"]!.GetValue<string>().ShouldBe("carol");
        results["id"]!["email"]!.GetValue<string>().ShouldBe("carol@example.com");
        results["machine"]!["sub"]!.GetValue<string>().ShouldBe("fulfilment-client");
        answer["asked"]!.AsArray().Select(uri => uri!.GetValue<string>()).Distinct().ShouldBe([$"{issuer}/.well-known/jwks.json"]);
    }

    [Theory]
    [InlineData(AwsIssuer)]
    [InlineData(SecondAwsIssuer)]
    public async Task It_refuses_what_it_should(string issuer)
    {
        await using var server = await StartAsync(issuer);
        var person = await PersonAsync(server, "alice");
        var (access, id) = (person.Text("access_token"), person.Text("id_token"));
        var good = Properties("access", "web-client");

        (string Name, string Token, JsonObject Properties, string Error)[] table =
        [
            ("wrong client", access, Properties("access", "cli-client"), "CognitoJwtInvalidClientIdError"),
            ("wrong client of an ID token", id, Properties("id", "cli-client"), "CognitoJwtInvalidClientIdError"),
            ("a machine for a person's client", await MachineAsync(server), good, "CognitoJwtInvalidClientIdError"),
            ("ID token for an access token", id, good, "CognitoJwtInvalidTokenUseError"),
            ("access token for an ID token", access, Properties("id", "web-client"), "CognitoJwtInvalidTokenUseError"),
            ("refresh token", person.Text("refresh_token"), good, "JwtParseError"),
            ("expired", await MintAsync(server, ("expiresIn", -3600)), good, "JwtExpiredError"),
            ("tampered", Tampered(access), good, "JwtInvalidSignatureError"),
            ("unknown key", await MintAsync(server, ("sign", "unknownKey")), good, "KidNotFoundInJwksError"),
            ("no signature", await MintAsync(server, ("sign", "none")), good, "JwtParseError"),
            ("missing scope", await MintAsync(server, ("scopes", new JsonArray("openid"))), Properties("access", "web-client", "modular/orders.read"), "JwtInvalidScopeError"),
            ("missing group", access, Properties("access", "web-client").With("groups", "staff"), "CognitoJwtInvalidGroupError"),
            ("other pool", await MintAsync(server, ("claims", new JsonObject { ["iss"] = issuer + "x" })), good, "ParameterValidationError"),
            ("other issuer", await MintAsync(server, ("claims", new JsonObject { ["iss"] = server.BaseAddress.AbsoluteUri })), good, "ParameterValidationError"),
        ];
        var answer = await VerifyAsync(server, [.. table.Select(row => Case(row.Name, row.Token, row.Properties.DeepClone()))]);

        answer["results"]!.AsObject().Select(result => (result.Key, result.Value!["refused"]?.GetValue<string>()))
            .ShouldBe(table.Select(row => (row.Name, (string?)row.Error)));
    }

    [Fact]
    public async Task It_follows_a_rotation_and_still_knows_the_tokens_of_the_key_before()
    {
        await using var server = await StartAsync(AwsIssuer);
        var answer = await node.RunAsync("aws-jwt-verify/rotation.js", new JsonObject
        {
            ["baseAddress"] = server.BaseAddress.AbsoluteUri,
            ["properties"] = Properties("access", "web-client"),
            ["mint"] = new JsonObject { ["user"] = "alice", ["client"] = "web-client" },
        });
        answer["rotated"]!.GetValue<int>().ShouldBe(204);
        answer["kids"]!.AsArray().Select(kid => kid!.GetValue<string>()).ShouldBeUnique();
        answer["fetches"]!.GetValue<int>().ShouldBe(2);
    }

    private static JsonObject Properties(string? tokenUse, JsonNode clientId, JsonNode? scope = null) => new()
    {
        ["userPoolId"] = Pools.PoolId,
        ["tokenUse"] = tokenUse,
        ["clientId"] = clientId,
        ["scope"] = scope,
    };

    private static JsonObject Case(string name, string token, JsonNode properties) =>
        new() { ["name"] = name, ["token"] = token, ["properties"] = properties };

    private static async Task<JsonObject> PersonAsync(LocalCognitoServer server, string username)
    {
        using var browser = new Browser(server.BaseAddress);
        return await TokensAsync(
            server, "web-client", "web-secret",
            ("grant_type", "authorization_code"), ("code", await browser.CodeAsync(username)), ("redirect_uri", Browser.RedirectUri));
    }

    private static async Task<string> MachineAsync(LocalCognitoServer server) =>
        (await TokensAsync(server, "fulfilment-client", "fulfilment-secret", ("grant_type", "client_credentials"))).Text("access_token");

    private static async Task<JsonObject> TokensAsync(
        LocalCognitoServer server, string clientId, string secret, params (string Name, string Value)[] fields)
    {
        using var http = server.CreateClient();
        using var form = new FormUrlEncodedContent(
            fields.Append(("client_id", clientId)).Append(("client_secret", secret)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        using var response = await http.PostAsync("oauth2/token", form, TestContext.Current.CancellationToken);
        return await response.JsonAsync();
    }

    private static async Task<string> MintAsync(LocalCognitoServer server, (string Name, JsonNode Value) change)
    {
        using var http = server.CreateClient();
        var body = new JsonObject { ["user"] = "alice", ["client"] = "web-client" }.With(change.Name, change.Value);
        using var response = await http.PostAsJsonAsync("_local/tokens", body, TestContext.Current.CancellationToken);
        return (await response.JsonAsync()).Text("access_token");
    }

    /// <summary>The same signature under another name of the person.</summary>
    private static string Tampered(string token)
    {
        var claims = ReadToken.Of(token).Claims.With("username", "carol");
        var parts = token.Split('.');
        return $"{parts[0]}.{Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(claims.ToJsonString()))}.{parts[2]}";
    }
}
