using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Modular.Api.Tests.Hosting;
using Modular.LocalCognito;

namespace Modular.Api.Tests.Identity;

public sealed class OutageTests
{
    [Fact]
    public async Task Without_the_provider_a_token_is_503_and_with_it_200_again_without_a_restart()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var port = FreePort();
        await using var api = new DownedApiHost($"http://127.0.0.1:{port}");
        await using (var elsewhere = await StartPoolAsync(api, 0))
        {
            // A token of the pool, made while the pool cannot be reached: nothing listens on its address.
            var token = elsewhere.AccessTokenFor("alice", "web-client", "modular/orders.read");
            using var undecided = await api.AsTimePassesAsync(() => api.With(token).GetAnswerAsync("/api/orders"));

            await undecided.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "identity-provider-unavailable");
            undecided.Challenge().ShouldBeEmpty();
            undecided.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
            using var ready = await api.AsTimePassesAsync(() => api.Anonymous().GetAnswerAsync("/health/ready"));
            ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            using var live = await api.Anonymous().GetAnswerAsync("/health/live");
            live.StatusCode.ShouldBe(HttpStatusCode.OK);
            using var garbage = await api.With("garbage").GetAnswerAsync("/api/orders");
            garbage.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        await using var pool = await StartPoolAsync(api, port);
        api.Clock.Advance(TimeSpan.FromSeconds(10));
        using var decided = await api.AsTimePassesAsync(
            () => api.With(pool.AccessTokenFor("alice", "web-client", "modular/orders.read")).GetAnswerAsync("/api/orders"));

        decided.StatusCode.ShouldBe(HttpStatusCode.OK, await decided.Content.ReadAsStringAsync(cancelled));
        using var readyAgain = await api.Anonymous().GetAnswerAsync("/health/ready");
        readyAgain.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_provider_that_fails_is_503_and_one_that_recovers_is_200()
    {
        await using var api = new CognitoApiHost();
        await api.InitializeAsync();
        using var control = api.Pool.CreateClient();
        var token = await api.MintAsync(new { user = "alice", client = "web-client", scopes = new[] { "modular/orders.read" } });
        using var order = await control.PostTextAsync(
            "/_local/faults", $$"""{"path":"{{api.Pool.KeysUri.AbsolutePath}}","status":500,"count":1000}""");
        order.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        using var failing = await api.AsTimePassesAsync(() => api.With(token).GetAnswerAsync("/api/orders"));
        using var end = await control.DeleteAnswerAsync("/_local/faults");
        end.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        api.Clock.Advance(TimeSpan.FromSeconds(10));
        using var recovered = await api.AsTimePassesAsync(() => api.With(token).GetAnswerAsync("/api/orders"));

        failing.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        recovered.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_first_token_signed_with_a_new_key_is_accepted()
    {
        await using var api = new CognitoApiHost();
        await api.InitializeAsync();
        using var control = api.Pool.CreateClient();
        await api.With(api.Pool.AccessTokenFor("alice", "web-client", "modular/orders.read")).GetJsonAsync("/api/orders");
        using var rotated = await control.PostTextAsync("/_local/keys/rotate", """{"use":"access"}""");
        api.Clock.Advance(TimeSpan.FromSeconds(2));

        await api.AsTimePassesAsync(
            () => api.With(api.Pool.AccessTokenFor("alice", "web-client", "modular/orders.read")).GetJsonAsync("/api/orders"));

        (await api.KeyFetchesAsync()).ShouldBe(2);
    }

    private static Task<LocalCognitoServer> StartPoolAsync(DownedApiHost api, int port) => LocalCognitoServer.StartAsync(
        options =>
        {
            options.Urls = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
            options.TimeProvider = api.Clock;
            options.EditPool = pool => pool["issuer"] = api.Issuer;
        },
        TestContext.Current.CancellationToken);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class DownedApiHost(string address) : ApiHost
    {
        public string Issuer => address + "/ap-northeast-2_Modular01";

        protected override IEnumerable<(string Setting, string Value)> Settings =>
        [
            ("Identity:Providers:main:Kind", "Cognito"),
            ("Identity:Providers:main:UserPoolId", "ap-northeast-2_Modular01"),
            ("Identity:Providers:main:Issuer", Issuer),
            ("Identity:Providers:main:ClientIds:0", "web-client"),
            ("Identity:Providers:main:ResourceServer", "modular"),
        ];
    }
}
