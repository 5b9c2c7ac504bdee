using System.Net;
using Modular.Api.Tests.Providers;

namespace Modular.Api.Tests.Hosting;

/// <summary>A server that is asked to end finishes the requests that it has begun. As a process of its own.</summary>
public sealed class ShutdownTests
{
    private static readonly TimeSpan Few = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task What_is_begun_is_finished_streams_end_and_the_exit_code_is_0(int drainSeconds)
    {
        await using var provider = new SharedKeyProvider();
        await using var node = await ApiNode.StartAsync(
            [.. TrustedProvider.Trusting(("main", provider)), ("Shutdown:DrainSeconds", drainSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        var alice = node.With(await provider.PersonTokenAsync("alice"));
        using var stream = await alice.GetAsync("/api/orders/events", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var events = new StreamReader(await stream.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        (await events.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("retry: 3000");
        var begun = await BeginAsync(alice, count: 4);

        node.Terminate();
        // It ends without an error: that tells, too, that the process has heard.
        await events.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Few, TestContext.Current.CancellationToken);
        if (drainSeconds > 0)
        {
            await ShouldDrainAsync(node.With(null));
        }

        foreach (var (body, answer) in begun)
        {
            body.Finish();
            using var placed = await answer;
            placed.StatusCode.ShouldBe(HttpStatusCode.Created, node.Said);
        }

        (await node.EndAsync(Few)).ShouldBe(0, node.Said);
    }

    /// <summary>Load balancers are told to send nothing more, and what they still send is answered.</summary>
    private static async Task ShouldDrainAsync(HttpClient anybody)
    {
        using var ready = await anybody.GetAnswerAsync("/health/ready");
        (await ready.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "not-ready")).Text("detail").ShouldBe("This node is ending.");
        using var live = await anybody.GetAnswerAsync("/health/live");
        live.StatusCode.ShouldBe(HttpStatusCode.OK);
        live.Headers.ConnectionClose.ShouldBe(true);
    }

    private static async Task<IReadOnlyList<(HalfSentContent Body, Task<HttpResponseMessage> Answer)>> BeginAsync(HttpClient person, int count)
    {
        var begun = new List<(HalfSentContent Body, Task<HttpResponseMessage> Answer)>();
        for (var i = 0; i < count; i++)
        {
            var body = new HalfSentContent("""{"lines":[{"sku":"CUP-PORCELAIN","quantity":1}]}""");
            begun.Add((body, person.PostAsync("/api/orders", body, TestContext.Current.CancellationToken)));
            await body.Begun;
        }

        return begun;
    }
}
