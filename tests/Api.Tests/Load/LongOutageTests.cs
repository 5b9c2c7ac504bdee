using System.Net;
using Modular.Api.Tests.Hosting;
using Modular.LocalCognito;

namespace Modular.Api.Tests.Load;

public sealed class LongOutageTests
{
    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task In_ten_minutes_without_the_provider_a_warm_node_serves_a_cold_one_says_503_and_both_recover()
    {
        var folder = Directory.CreateTempSubdirectory("modular-pool-");
        await using var warm = new PooledApiHost();
        await using var cold = new PooledApiHost();
        var pool = await StartPoolAsync(warm, folder.FullName, "http://127.0.0.1:0");
        var address = pool.BaseAddress.GetLeftPart(UriPartial.Authority);
        warm.Issuer = cold.Issuer = pool.Issuer;
        var token = pool.AccessTokenFor("alice", "web-client", "modular/orders.read");
        (await AnswerAsync(warm, token)).ShouldBe(HttpStatusCode.OK);
        await pool.DisposeAsync();

        List<(HttpStatusCode Warm, HttpStatusCode Cold)> during = [];
        for (var passed = TimeSpan.Zero; passed < Outage; passed += Step)
        {
            warm.Clock.Advance(Step);
            cold.Clock.Advance(Step);
            during.Add((await AnswerAsync(warm, token), await AnswerAsync(cold, token)));
        }

        await using var again = await StartPoolAsync(warm, folder.FullName, address);
        warm.Clock.Advance(Step);
        cold.Clock.Advance(Step);
        using var control = again.CreateClient();
        using var rotated = await control.PostTextAsync("/_local/keys/rotate", """{"use":"access"}""");
        var fresh = again.AccessTokenFor("alice", "web-client", "modular/orders.read");

        during.ShouldAllBe(answers => answers.Warm == HttpStatusCode.OK && answers.Cold == HttpStatusCode.ServiceUnavailable);
        foreach (var node in new[] { warm, cold })
        {
            (await AnswerAsync(node, token)).ShouldBe(HttpStatusCode.OK);
            (await AnswerAsync(node, fresh)).ShouldBe(HttpStatusCode.OK);
        }

        await again.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>Asks, and lets the node's clock run meanwhile: it may wait for a moment to come.</summary>
    private static async Task<HttpStatusCode> AnswerAsync(ApiHost node, string token)
    {
        var asked = node.With(token).GetAnswerAsync("/api/orders");
        await Eventually.HoldsAsync("the request is answered", TimeSpan.FromSeconds(20), () =>
        {
            if (!asked.IsCompleted)
            {
                node.Clock.Advance(Tick);
            }

            return Task.FromResult(asked.IsCompleted);
        });
        using var response = await asked;
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            response.Headers.RetryAfter.ShouldNotBeNull();
        }

        return response.StatusCode;
    }

    private static Task<LocalCognitoServer> StartPoolAsync(ApiHost node, string folder, string address) => LocalCognitoServer.StartAsync(
        options =>
        {
            options.Urls = address;
            options.DataFolder = folder;
            options.TimeProvider = node.Clock;
        },
        TestContext.Current.CancellationToken);

    private sealed class PooledApiHost : ApiHost
    {
        public string Issuer { get; set; } = "";

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
