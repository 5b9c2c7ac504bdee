using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Identity;

/// <summary>SECURITY rule 7, by HTTP: a pool that is asked about people's tokens.</summary>
public sealed class RevocationTests(RevocationTests.AskingApiHost api) : IClassFixture<RevocationTests.AskingApiHost>
{
    [Fact]
    public async Task A_revoked_token_is_401_within_five_seconds()
    {
        var signIn = await api.SignInAsync("alice");
        await api.With(signIn.Text("access_token")).GetJsonAsync("/api/orders");
        using var pool = api.Pool.CreateClient();
        using var revoked = await pool.PostAsync(
            "/oauth2/revoke",
            new FormUrlEncodedContent([new("token", signIn.Text("refresh_token")), new("client_id", "cli-client")]),
            TestContext.Current.CancellationToken);
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        api.Clock.Advance(TimeSpan.FromSeconds(5));

        using var response = await api.With(signIn.Text("access_token")).GetAnswerAsync("/api/orders");

        (await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token")).Text("reason").ShouldStartWith("revoked:");
    }

    [Fact]
    public async Task A_persons_token_without_openid_is_403_and_told_so()
    {
        var token = await api.MintAsync(new { user = "alice", client = "cli-client", scopes = new[] { "modular/orders.read" } });
        using var response = await api.With(token).GetAnswerAsync("/api/orders");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "insufficient-scope");
        response.ShouldChallenge("error=\"insufficient_scope\", scope=\"openid\"");
    }

    [Fact]
    public async Task A_machines_token_passes_on_the_local_check_alone()
    {
        var token = await api.MintAsync(new { client = "fulfilment-client", scopes = new[] { "modular/orders.read.any" } });

        (await api.With(token).GetJsonAsync("/api/orders/3")).Text("status").ShouldBe("PLACED");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_pool_that_cannot_say_is_503_and_never_401(int status)
    {
        var signIn = await api.SignInAsync("alice");
        using var pool = api.Pool.CreateClient();
        using var ordered = await pool.PostTextAsync("/_local/faults", $$"""{"path":"/oauth2/userInfo","status":{{status}},"count":1}""");

        using var failing = await api.With(signIn.Text("access_token")).GetAnswerAsync("/api/orders");
        using var recovered = await api.With(signIn.Text("access_token")).GetAnswerAsync("/api/orders");

        await failing.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "identity-provider-unavailable");
        failing.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        recovered.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public sealed class AskingApiHost : CognitoApiHost
    {
        protected override IEnumerable<(string Setting, string Value)> Settings =>
        [
            .. base.Settings,
            ("Identity:Providers:main:ClientIds:1", "cli-client"),
            ("Identity:Providers:main:Domain", Pool.BaseAddress.AbsoluteUri.TrimEnd('/')),
            ("Identity:Providers:main:OnlineCheck", "UserInfo"),
        ];
    }
}
