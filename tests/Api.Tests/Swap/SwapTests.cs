using System.Net;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Load;
using Modular.Api.Tests.Providers;
using Modular.Api.Tests.Providers.ThirdParty;
using Modular.LocalCognito.Tests.Clients;

namespace Modular.Api.Tests.Swap;

/// <summary>The move from one identity provider to another, as an operator does it: configuration, one node after the other.</summary>
public sealed class SwapTests(ITestOutputHelper output)
{
    private const int Workers = 4;
    private const int Steady = 60;

    [Fact]
    public async Task A_team_changes_its_provider_without_a_failed_request_and_customers_keep_their_orders()
    {
        await using var old = new UserPoolProvider();
        await using var next = new ThirdPartyByKeys();
        await Task.WhenAll(old.StartAsync(), next.StartAsync());
        if (next.Absent is { } absent)
        {
            AbsentClients.Report(absent, AbsentClients.ContinuousIntegration);
        }

        await using var nodes = await RollingNodes.StartAsync(2, TrustedProvider.Trusting(("old", old)));
        var (alice, aliceNext) = (await old.PersonTokenAsync("alice"), await next.PersonTokenAsync("alice"));
        var (bob, bobNext) = (await old.PersonTokenAsync("bob"), await next.PersonTokenAsync("bob"));
        (string Token, long[] Orders)[] people = [(alice, [1, 2]), (bob, [3])];
        var turn = 0;
        var traffic = Traffic.Steady(Workers, async () =>
        {
            var (token, orders) = people[Interlocked.Increment(ref turn) % people.Length];
            return await OrdersAsync(nodes, token, orders);
        });
        await traffic.GoOnAsync(Steady);
        var before = traffic.Answered;

        await nodes.RollAsync([.. old.TrustedAs("old"), .. next.TrustedAs("next")]);
        await traffic.GoOnAsync(Steady);
        var beside = traffic.Answered - before;

        // Alice links herself when she first comes from the new provider; all others are linked from a file, in one go.
        await LinkAsync(nodes, alice, aliceNext);
        (await LinkAllAsync(nodes, old, next)).ShouldBe(0);
        people = [(aliceNext, [1, 2]), (bobNext, [3])];
        await traffic.GoOnAsync(Steady);
        var movedAt = traffic.Answered;

        await nodes.RollAsync([.. next.TrustedAs("next")]);
        await traffic.GoOnAsync(Steady);
        await traffic.StopAsync();

        output.WriteLine($"old provider alone: {before} requests; both: {beside}; moving: {movedAt - beside - before}; "
            + $"old one removed: {traffic.Answered - movedAt}; in all {traffic}");
        traffic.Failures.ShouldBeEmpty();
        (await OrdersAsync(nodes, aliceNext, [1, 2])).ShouldBe(HttpStatusCode.OK);
        (await OrdersAsync(nodes, alice, [])).ShouldBe(HttpStatusCode.Unauthorized);
    }

    /// <summary>Looks at one's orders. Where there is an answer they must be those, and never fewer.</summary>
    private static Task<HttpStatusCode> OrdersAsync(RollingNodes nodes, string token, long[] orders) => nodes.ThroughAsync(token, async client =>
    {
        using var response = await client.GetAnswerAsync("/api/orders");
        if (response.StatusCode == HttpStatusCode.OK)
        {
            (await response.JsonAsync()).OrderIds().ShouldBe(orders);
        }

        return response.StatusCode;
    });

    private static async Task<int> LinkAllAsync(RollingNodes nodes, TrustedProvider old, TrustedProvider next)
    {
        var map = Path.Combine(nodes.Folder, "map.csv");
        string[] people = ["alice", "bob", "carol"];
        await File.WriteAllLinesAsync(
            map,
            people.Select(person => $"{old.Issuer},{old.SubjectOf(person)},{next.Issuer},{next.SubjectOf(person)}"),
            TestContext.Current.CancellationToken);
        var (exitCode, _, error) = await ApiProcess.RunAsync(
            "Development", [.. old.TrustedAs("old"), .. next.TrustedAs("next"), nodes.Database], "link-identities", map, "--apply");
        error.ShouldBeEmpty();
        return exitCode;
    }

    private static Task<bool> LinkAsync(RollingNodes nodes, string token, string nextToken) => nodes.ThroughAsync(token, async client =>
    {
        using var response = await client.PostTextAsync("/api/account/identities", $$"""{"token":"{{nextToken}}"}""");
        response.IsSuccessStatusCode.ShouldBeTrue(await response.TextAsync());
        return true;
    });
}
