using System.Net;
using System.Text;
using System.Web;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Tokens;

public sealed class TokenRefusalTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private const string Machine = "fulfilment-client:fulfilment-secret";
    private const string Web = "web-client:web-secret";

    [Theory]
    [InlineData(Machine, "", "invalid_request")]
    [InlineData(Machine, "grant_type=", "invalid_request")]
    [InlineData(Machine, "grant_type=client_credentials&grant_type=client_credentials", "invalid_request")]
    [InlineData(Machine, "grant_type=client_credentials&client_secret=fulfilment-secret", "invalid_request")]
    [InlineData(Machine, "grant_type=client_credentials&client_id=web-client", "invalid_request")]
    [InlineData(Machine, "grant_type=client_credentials&resource=https://api.example.com", "invalid_request")]
    [InlineData(Machine, "grant_type=password&username=alice&password=Passw0rd!", "unsupported_grant_type")]
    [InlineData(Machine, "grant_type=client_credentials&scope=modular/orders.read", "invalid_scope")]
    [InlineData(Machine, "grant_type=client_credentials&scope=openid", "invalid_scope")]
    [InlineData(Machine, "grant_type=client_credentials&scope=modular/orders.fulfil%20other/thing", "invalid_scope")]
    [InlineData(Machine, "grant_type=client_credentials&scope=%20", "invalid_scope")]
    [InlineData(Machine, "grant_type=authorization_code&code=x&redirect_uri=y", "unauthorized_client")]
    [InlineData(Machine, "grant_type=refresh_token&refresh_token=x", "unauthorized_client")]
    [InlineData(Web, "grant_type=client_credentials", "unauthorized_client")]
    [InlineData(Web, "grant_type=authorization_code", "invalid_request")]
    [InlineData(Web, "grant_type=authorization_code&code=x", "invalid_request")]
    [InlineData(Web, "grant_type=authorization_code&code=x&redirect_uri=http://localhost:5090/signin-oidc", "invalid_grant")]
    [InlineData(Web, "grant_type=refresh_token", "invalid_request")]
    [InlineData(Web, "grant_type=refresh_token&refresh_token=eyJhbGciOiJkaXIifQ.a.b.c.d", "invalid_grant")]
    [InlineData("fulfilment-client:wrong", "grant_type=client_credentials", "invalid_client")]
    [InlineData("fulfilment-client:", "grant_type=client_credentials", "invalid_client")]
    [InlineData("fulfilment-client", "grant_type=client_credentials", "invalid_client")]
    [InlineData("nobody:fulfilment-secret", "grant_type=client_credentials", "invalid_client")]
    [InlineData("cli-client:", "grant_type=authorization_code&code=x&redirect_uri=y", "invalid_client")]
    [InlineData(null, "grant_type=client_credentials", "invalid_client")]
    [InlineData(null, "grant_type=client_credentials&client_id=fulfilment-client", "invalid_client")]
    [InlineData(null, "grant_type=client_credentials&client_id=fulfilment-client&client_secret=wrong", "invalid_client")]
    [InlineData(null, "grant_type=authorization_code&client_id=cli-client&client_secret=any&code=x&redirect_uri=y", "invalid_client")]
    public async Task Each_wrong_request_gets_400_and_its_error(string? basic, string form, string error)
    {
        using var response = await PostAsync(basic, form);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Header("Content-Type").ShouldBe("application/json;charset=UTF-8");
        response.Header("Cache-Control").ShouldBe("no-store");
        (await response.TextAsync()).ShouldBe($$"""{"error":"{{error}}"}""");
    }

    [Fact]
    public async Task A_body_that_is_no_form_is_an_invalid_request()
    {
        using var body = new StringContent("""{"grant_type":"client_credentials"}""", Encoding.UTF8, "application/json");
        using var response = await pool.Http.PostAsync("oauth2/token", body, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.TextAsync()).ShouldBe("""{"error":"invalid_request"}""");
    }

    [Fact]
    public async Task A_multipart_form_is_an_invalid_request()
    {
        using var body = new MultipartFormDataContent { { new StringContent("client_credentials"), "grant_type" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "oauth2/token") { Content = body };
        request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Machine)));
        using var response = await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.TextAsync()).ShouldBe("""{"error":"invalid_request"}""");
    }

    [Theory]
    [InlineData("Bearer abc")]
    [InlineData("Basic")]
    [InlineData("Basic %%%")]
    public async Task Credentials_that_cannot_be_read_are_an_invalid_client(string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "oauth2/token")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]),
        };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.TextAsync()).ShouldBe("""{"error":"invalid_client"}""");
    }

    [Theory]
    [InlineData("GET", "oauth2/token", "POST")]
    [InlineData("PUT", "oauth2/token", "POST")]
    [InlineData("GET", "oauth2/revoke", "POST")]
    [InlineData("POST", "oauth2/authorize", "GET, HEAD")]
    public async Task A_wrong_method_is_405_and_says_which_is_right(string method, string path, string allow)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Header("Allow").ShouldBe(allow);
    }

    private Task<HttpResponseMessage> PostAsync(string? basic, string form)
    {
        var fields = HttpUtility.ParseQueryString(form);
        return pool.PostAsync(
            "oauth2/token", basic, [.. fields.AllKeys.SelectMany(name => fields.GetValues(name)!.Select(value => (name!, value)))]);
    }
}
