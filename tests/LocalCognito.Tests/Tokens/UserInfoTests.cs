using System.Net;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Tokens;

public sealed class UserInfoTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private const string BadToken =
        "error=\"invalid_token\", error_description=\"Access token is expired, disabled, or deleted, or the user has globally signed out.\"";

    [Fact]
    public async Task It_tells_about_the_person_with_flags_as_strings()
    {
        using var response = await pool.UserInfoAsync($"Bearer {pool.Server.AccessTokenFor("alice")}");
        var person = await response.JsonAsync();
        person.Text("sub").ShouldBe("00000000-0000-4000-8000-00000000000a");
        person.Text("username").ShouldBe("alice");
        person.Text("email").ShouldBe("alice@example.com");
        person.Text("email_verified").ShouldBe("true");
        person.Text("name").ShouldBe("Alice");
    }

    [Fact]
    public async Task It_takes_a_post_as_well()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "oauth2/userInfo");
        request.Headers.Add("Authorization", $"Bearer {pool.Server.AccessTokenFor("alice", "web-client", "openid", "email")}");
        using var response = await pool.Http.SendAsync(request, TestContext.Current.CancellationToken);
        (await response.JsonAsync()).Select(claim => claim.Key).Order(StringComparer.Ordinal).ShouldBe(["email", "email_verified", "sub", "username"]);
    }

    public static TheoryData<string> BadTokens => new(
        """{"user":null,"client":"fulfilment-client"}""",
        """{"user":null,"client":"fulfilment-client","scopes":["openid"]}""",
        """{"user":"alice","client":"web-client","scopes":["modular/orders.read"]}""",
        """{"user":"alice","client":"web-client","expiresIn":-1}""",
        """{"user":"alice","client":"web-client","expiresIn":0}""",
        """{"user":"alice","client":"web-client","sign":"none"}""",
        """{"user":"alice","client":"web-client","sign":"unknownKey"}""",
        """{"user":"alice","client":"web-client","claims":{"token_use":"id"}}""",
        """{"user":"alice","client":"web-client","claims":{"iss":"https://other.example.com"}}""",
        """{"user":"alice","client":"web-client","claims":{"exp":"soon"}}""",
        """{"user":"alice","client":"web-client","claims":{"exp":null}}""",
        """{"user":"alice","client":"web-client","claims":{"scope":["openid"]}}""",
        """{"user":"alice","client":"web-client","claims":{"sub":"somebody"}}""");

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Every_other_token_is_401_without_the_word_Bearer(string body)
    {
        var token = await pool.MintAsync(JsonNode.Parse(body)!.AsObject());
        using var response = await pool.UserInfoAsync($"Bearer {token}");
        await RefusedAsync(response, HttpStatusCode.Unauthorized, BadToken);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer garbage")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer eyJhbGciOjF9.e30.AA")]
    [InlineData("Bearer W10.W10.W10")]
    public async Task No_token_and_garbage_are_401(string? authorization)
    {
        using var response = await pool.UserInfoAsync(authorization);
        await RefusedAsync(response, HttpStatusCode.Unauthorized, BadToken);
    }

    [Theory]
    [InlineData("Basic abc")]
    [InlineData("Bearer")]
    public async Task Another_scheme_and_an_empty_one_are_bad_requests(string authorization)
    {
        using var response = await pool.UserInfoAsync(authorization);
        await RefusedAsync(
            response, HttpStatusCode.BadRequest, "error=\"invalid_request\", error_description=\"Bad OAuth2 request at UserInfo Endpoint\"");
    }

    private static async Task RefusedAsync(HttpResponseMessage response, HttpStatusCode status, string challenge)
    {
        response.StatusCode.ShouldBe(status);
        response.Header("WWW-Authenticate").ShouldBe(challenge);
        (await response.TextAsync()).ShouldBeEmpty();
    }
}
