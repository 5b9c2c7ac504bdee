using System.Text;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Http;

/// <summary>The exact answer of each endpoint to a wrong request. The token endpoint and the redirects have tables of their own.</summary>
public sealed class RefusalTableTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Web = "web-client:web-secret";

    private const string BadToken =
        "error=\"invalid_token\", error_description=\"Access token is expired, disabled, or deleted, or the user has globally signed out.\"";

    private const string BadRequest = "error=\"invalid_request\", error_description=\"Bad OAuth2 request at UserInfo Endpoint\"";

    private sealed record Wrong(string Call, string? Authorization, string? Body, int Status, string? Challenge, string Answer, string Type = Form);

    private static readonly Wrong[] Table =
    [
        new("GET oauth2/userInfo", null, null, 401, BadToken, ""),
        new("POST oauth2/userInfo", null, "access_token=x", 401, BadToken, ""),
        new("GET oauth2/userInfo?access_token=x", null, null, 401, BadToken, ""),
        new("GET oauth2/userInfo", "Bearer x", null, 401, BadToken, ""),
        new("GET oauth2/userInfo", "Bearer eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d", null, 401, BadToken, ""),
        new("GET oauth2/userInfo", "Bearer {machine}", null, 401, BadToken, ""),
        new("GET oauth2/userInfo", "Bearer {id}", null, 401, BadToken, ""),
        new("GET oauth2/userInfo", "Bearer {person} x", null, 401, BadToken, ""),
        new("GET oauth2/userInfo", $"Basic {Web}", null, 400, BadRequest, ""),
        new("GET oauth2/userInfo", "Bearer", null, 400, BadRequest, ""),
        new("PUT oauth2/userInfo", "Bearer {person}", "", 405, null, ""),
        new("DELETE oauth2/userInfo", "Bearer {person}", null, 405, null, ""),

        new("POST oauth2/revoke", Web, "", 400, null, """{"error":"invalid_request"}"""),
        new("POST oauth2/revoke", Web, "token=", 400, null, """{"error":"invalid_request"}"""),
        new("POST oauth2/revoke", Web, "token=a&token=b", 400, null, """{"error":"invalid_request"}"""),
        new("POST oauth2/revoke", Web, """{"token":"x"}""", 400, null, """{"error":"invalid_request"}""", "application/json"),
        new("POST oauth2/revoke", Web, "token=x&client_secret=web-secret", 400, null, """{"error":"invalid_request"}"""),
        new("POST oauth2/revoke", Web, "token=x&client_id=cli-client", 400, null, """{"error":"invalid_request"}"""),
        new("POST oauth2/revoke", Web, "token={person}", 400, null, """{"error":"unsupported_token_type"}"""),
        new("POST oauth2/revoke", Web, "token={id}", 400, null, """{"error":"unsupported_token_type"}"""),
        new("POST oauth2/revoke", null, "token=x", 401, null, """{"error":"invalid_client"}"""),
        new("POST oauth2/revoke", null, "token=x&client_id=web-client", 401, null, """{"error":"invalid_client"}"""),
        new("POST oauth2/revoke", null, "token=x&client_id=web-client&client_secret=wrong", 401, null, """{"error":"invalid_client"}"""),
        new("POST oauth2/revoke", null, "token=x&client_id=cli-client&client_secret=any", 401, null, """{"error":"invalid_client"}"""),
        new("POST oauth2/revoke", "web-client:wrong", "token=x", 401, null, """{"error":"invalid_client"}"""),
        new("POST oauth2/revoke", "nobody:web-secret", "token=x", 401, null, """{"error":"invalid_client"}"""),
        new("GET oauth2/revoke?token=x", Web, null, 405, null, ""),

        new("POST logout", null, "client_id=web-client", 405, null, ""),
        new("POST oauth2/authorize", null, "client_id=web-client", 405, null, ""),
        new("PUT login", null, "", 405, null, ""),
        new($"POST {Pools.PoolId}/.well-known/jwks.json", null, "", 405, null, ""),
        new($"POST {Pools.PoolId}/.well-known/openid-configuration", null, "", 405, null, ""),
        new("GET oauth2/token", Web, null, 405, null, ""),
        new("POST oauth2/introspect", Web, "token=x", 404, null, ""),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Table.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_wrong_request_gets_its_status_its_headers_and_its_body(int row)
    {
        var wrong = Table[row];
        var (method, path) = (wrong.Call.Split(' ')[0], wrong.Call.Split(' ')[1]);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (wrong.Body is not null)
        {
            request.Content = new StringContent(await FillAsync(wrong.Body), Encoding.UTF8, wrong.Type);
        }

        if (wrong.Authorization is { } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", await AuthorizationAsync(authorization));
        }

        using var response = await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(wrong.Status, wrong.Call);
        response.Header("WWW-Authenticate").ShouldBe(wrong.Challenge, wrong.Call);
        if (wrong.Answer.Length > 0)
        {
            response.Header("Content-Type").ShouldBe("application/json;charset=UTF-8");
        }

        (await response.TextAsync()).ShouldBe(wrong.Answer, wrong.Call);
        response.Header("Set-Cookie").ShouldBeNull();
        response.Header("Location").ShouldBeNull();
        if (wrong.Status is 400 or 401)
        {
            response.Header("Cache-Control").ShouldBe("no-store");
        }

        if (wrong.Status == 405)
        {
            response.Header("Allow").ShouldNotBeNullOrEmpty();
        }
    }

    private async Task<string> AuthorizationAsync(string authorization) => authorization.StartsWith("Bearer", StringComparison.Ordinal)
        ? await FillAsync(authorization)
        : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(authorization));

    private async Task<string> FillAsync(string text)
    {
        if (!text.Contains("{id}", StringComparison.Ordinal))
        {
            return text.Replace("{person}", pool.Server.AccessTokenFor("alice")).Replace("{machine}", pool.Server.AccessTokenForMachine());
        }

        using var minted = await pool.ControlAsync("tokens", new() { ["use"] = "id", ["user"] = "alice", ["client"] = "web-client" });
        return text.Replace("{id}", (await minted.JsonAsync()).Text("id_token"));
    }
}
