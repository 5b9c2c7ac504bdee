using System.Net;
using System.Text;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Http;

/// <summary>An AWS SDK that is pointed here reads in its own form that the user-pool API is not offered, and what is.</summary>
public sealed class UserPoolApiTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private const string AmzJson = "application/x-amz-json-1.1";

    private async Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, string? target, string? type, byte[] body, string? origin = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        if (type is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        if (target is not null)
        {
            request.Headers.TryAddWithoutValidation("x-amz-target", target);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("AWSCognitoIdentityProviderService.InitiateAuth", "InitiateAuth of the user-pool API")]
    [InlineData("AWSCognitoIdentityProviderService.GetClientToken", "GetClientToken of the user-pool API")]
    [InlineData("awscognitoidentityproviderservice.adminCreateUser", "adminCreateUser of the user-pool API")]
    [InlineData("InitiateAuth", "InitiateAuth of the user-pool API")]
    [InlineData("a.<script>", "the user-pool API")]
    [InlineData("", "the user-pool API")]
    [InlineData(null, "the user-pool API")]
    public async Task A_call_names_what_is_not_offered_and_what_is(string? target, string what)
    {
        using var response = await CallAsync(HttpMethod.Post, "", target, AmzJson, "{\"ClientId\":\"web-client\"}"u8.ToArray());
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Header("Content-Type").ShouldBe(AmzJson);
        response.Header("x-amzn-ErrorType").ShouldBe("UnknownOperationException");
        var answer = await response.JsonAsync();
        answer.Select(member => member.Key).ShouldBe(["__type", "message"]);
        answer.Text("__type").ShouldBe("UnknownOperationException");
        answer.Text("message").ShouldStartWith($"LocalCognito does not offer {what}. It offers the OAuth 2.0 endpoints /oauth2/authorize, /oauth2/token,");
    }

    [Fact]
    public async Task A_body_of_any_kind_gets_the_same_answer()
    {
        byte[][] bodies = [[], "not json"u8.ToArray(), [0, 255, 254], Encoding.UTF8.GetBytes(new string('x', 200_000))];
        foreach (var body in bodies)
        {
            foreach (var type in new[] { AmzJson, "application/x-amz-json-1.0", "text/plain", "application/cbor", null })
            {
                using var response = await CallAsync(HttpMethod.Post, "", "AWSCognitoIdentityProviderService.SignUp", type, body);
                response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
                (await response.JsonAsync()).Text("__type").ShouldBe("UnknownOperationException");
            }
        }
    }

    [Theory]
    [InlineData("POST", Pools.PoolId)]
    [InlineData("GET", "")]
    [InlineData("POST", "oauth2/token")]
    public async Task The_target_alone_tells_such_a_call(string method, string path)
    {
        using var response = await CallAsync(new HttpMethod(method), path, "AWSCognitoIdentityProviderService.SignUp", null, []);
        (await response.JsonAsync()).Text("__type").ShouldBe("UnknownOperationException");
    }

    [Fact]
    public async Task A_broken_chunk_is_not_even_read()
    {
        var answer = await RawHttp.SendAsync(
            pool.Server.BaseAddress,
            "POST /",
            $"X-AMZ-TARGET: AWSCognitoIdentityProviderService.SignUp\r\nContent-Type: {AmzJson}\r\nTransfer-Encoding: chunked\r\n",
            "FFFFFFFFFFFFFFFF\r\nabc\r\n");
        answer.Status.ShouldBe(400);
        answer.Body.ShouldStartWith("{\"__type\":\"UnknownOperationException\"");
    }

    [Fact]
    public async Task A_web_page_with_an_SDK_can_read_it()
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "")
        {
            Headers =
            {
                { "Origin", "http://localhost:3000" },
                { "Access-Control-Request-Method", "POST" },
                { "Access-Control-Request-Headers", "amz-sdk-invocation-id,content-type,x-amz-target,x-amz-user-agent" },
            },
        };
        using var allowed = await pool.Http.SendAsync(preflight, TestContext.Current.CancellationToken);
        allowed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        allowed.Header("Access-Control-Allow-Origin").ShouldBe("*");
        allowed.Header("Access-Control-Allow-Headers").ShouldBe("*, Authorization");
        using var call = await CallAsync(HttpMethod.Post, "", "AWSCognitoIdentityProviderService.SignUp", AmzJson, [], "http://localhost:3000");
        call.Header("Access-Control-Allow-Origin").ShouldBe("*");
    }
}
