using System.Net;
using System.Text;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Tokens;

public sealed class MachineTokenTests(RunningPool pool) : IClassFixture<RunningPool>
{
    private const string Basic = "fulfilment-client:fulfilment-secret";

    [Fact]
    public async Task A_machine_gets_exactly_Cognitos_claims()
    {
        var answer = await pool.TokensAsync(Basic, ("grant_type", "client_credentials"));
        answer.Select(field => field.Key).Order(StringComparer.Ordinal).ShouldBe(["access_token", "expires_in", "token_type"]);
        answer.Text("token_type").ShouldBe("Bearer");
        answer["expires_in"]!.GetValue<int>().ShouldBe(3600);

        var token = await ReadToken.VerifiedAsync(pool, answer.Text("access_token"));
        token.Header.Select(field => field.Key).ShouldBe(["kid", "alg"]);
        token.Header.Text("alg").ShouldBe("RS256");
        token.Names.ShouldBe(["auth_time", "client_id", "exp", "iat", "iss", "jti", "scope", "sub", "token_use", "version"]);
        token.Text("sub").ShouldBe("fulfilment-client");
        token.Text("client_id").ShouldBe("fulfilment-client");
        token.Text("token_use").ShouldBe("access");
        token.Text("iss").ShouldBe(pool.Server.Issuer);
        token.Text("scope").ShouldBe("modular/orders.fulfil modular/orders.read.any");
        token.Number("version").ShouldBe(2);
        token.Number("iat").ShouldBe(pool.Now);
        token.Number("auth_time").ShouldBe(pool.Now);
        token.Number("exp").ShouldBe(pool.Now + 3600);
    }

    [Fact]
    public async Task A_machine_gets_the_scope_that_it_asks_for()
    {
        var answer = await pool.TokensAsync(Basic, ("grant_type", "client_credentials"), ("scope", "modular/orders.fulfil"));
        ReadToken.Of(answer.Text("access_token")).Text("scope").ShouldBe("modular/orders.fulfil");
    }

    [Fact]
    public async Task A_secret_may_come_in_the_body()
    {
        var answer = await pool.TokensAsync(
            null, ("grant_type", "client_credentials"), ("client_id", "fulfilment-client"), ("client_secret", "fulfilment-secret"));
        answer.ContainsKey("access_token").ShouldBeTrue();
    }

    [Theory]
    [InlineData("odd-client:s e+c%72et/ü:")]
    [InlineData("odd-client:s+e%2Bc%2572et%2F%C3%BC%3A")]
    [InlineData("odd%2Dclient:s%20e%2Bc%2572et%2F%C3%BC%3A")]
    public async Task Basic_credentials_work_form_encoded_and_as_they_are(string basic)
    {
        using var response = await pool.PostAsync("oauth2/token", basic, ("grant_type", "authorization_code"), ("code", "none"), ("redirect_uri", "none"));
        // The client was recognized: what fails is the code.
        (await response.JsonAsync()).Text("error").ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task Nothing_of_a_token_answer_is_cached()
    {
        using var response = await pool.PostAsync("oauth2/token", Basic, ("grant_type", "client_credentials"));
        response.Header("Cache-Control").ShouldBe("no-store");
        response.Header("Pragma").ShouldBe("no-cache");
        response.Header("Content-Type").ShouldBe("application/json;charset=UTF-8");
        response.Header("X-Content-Type-Options").ShouldBe("nosniff");
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        using var body = new StringContent("grant_type=" + new string('x', 70 * 1024), Encoding.ASCII, "application/x-www-form-urlencoded");
        using var response = await pool.Http.PostAsync("oauth2/token", body, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }
}
