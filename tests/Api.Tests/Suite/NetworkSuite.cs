using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Suite;

/// <summary>And what it promises when its provider is somewhere else on the network, and may be gone.</summary>
public abstract class NetworkSuite(SuiteHost host, int speaking = 0) : ResourceServerSuite(host, speaking)
{
    [Fact]
    public async Task A_node_that_starts_without_its_provider_says_503_and_recovers_by_itself()
    {
        var token = await TokenAsync("alice");
        await Provider.StopAsync();
        try
        {
            await using var cold = await Host.StartNodeAsync();
            var alice = cold.With(token);
            using var undecided = await alice.GetAnswerAsync("/api/orders");

            await undecided.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "identity-provider-unavailable");
            undecided.Challenge().ShouldBeEmpty();
            undecided.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
            using var nobody = await cold.With(null).GetAnswerAsync("/api/orders");
            nobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            await WithoutItAsync(cold);

            await Provider.StartAsync();
            await Eventually.HoldsAsync("the node takes tokens", TimeSpan.FromSeconds(15), async () =>
            {
                using var decided = await alice.GetAnswerAsync("/api/orders");
                return decided.StatusCode == HttpStatusCode.OK;
            });
        }
        finally
        {
            // The next test needs the provider, also after a failure of this one.
            await Provider.StartAsync();
        }
    }

    /// <summary>Further promises of that node until the provider is back.</summary>
    private protected virtual async Task WithoutItAsync(ApiNode cold)
    {
        using var live = await cold.With(null).GetAnswerAsync("/health/live");
        live.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var ready = await cold.With(null).GetAnswerAsync("/health/ready");
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }
}
