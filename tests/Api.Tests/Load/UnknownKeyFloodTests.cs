using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;

namespace Modular.Api.Tests.Load;

public sealed class UnknownKeyFloodTests(ITestOutputHelper output)
{
    private const int Flood = 10_000;

    // More than may wait for a fetch, so that the others are answered at once and the flood is one.
    private const int Workers = 300;

    private static readonly TimeSpan Acceptance = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Ten_thousand_bogus_kids_cost_a_fetch_a_second_and_delay_a_rotation_by_less_than_five()
    {
        await using var pool = new UserPoolProvider();
        await pool.StartAsync();
        await using var api = await ApiNode.StartAsync([.. TrustedProvider.Trusting(("main", pool)), ("Quota:RequestsPerSecond", "0")]);
        var payload = (await pool.PersonTokenAsync("alice", "orders.read")).Split('.')[1];
        var good = api.With(await pool.PersonTokenAsync("alice", "orders.read"));
        await good.GetJsonAsync("/api/orders");
        var fetchedBefore = await pool.KeyFetchesAsync();
        var began = TimeProvider.System.GetTimestamp();

        var flood = Traffic.Flood(Workers, () => StatusAsync(api.With(Bogus(payload))));
        var honest = Traffic.Steady(1, () => StatusAsync(good));
        await flood.GoOnAsync(Flood / 2);
        await pool.RotateKeysAsync();
        var rotated = api.With(await pool.PersonTokenAsync("alice", "orders.read"));
        var delay = await Eventually.HoldsAsync(
            "a token signed with the new key is accepted", Acceptance, async () => await StatusAsync(rotated) == HttpStatusCode.OK);
        await Eventually.HoldsAsync("the flood is over", TimeSpan.FromSeconds(60), () => Task.FromResult(flood.Answered >= Flood));
        await Task.WhenAll(flood.StopAsync(), honest.StopAsync());

        var lasted = TimeProvider.System.GetElapsedTime(began);
        var fetches = await pool.KeyFetchesAsync() - fetchedBefore;
        output.WriteLine(
            $"flood: {flood}; honest caller: {honest}; {lasted.TotalSeconds:F1} s; {fetches} key fetches; new key accepted after {delay.TotalSeconds:F2} s");
        flood.Answers.Keys.ShouldBeSubsetOf(["401", "503"]);
        honest.Failures.ShouldBeEmpty();
        fetches.ShouldBeLessThanOrEqualTo((int)Math.Ceiling(lasted.TotalSeconds) + 1);
        delay.ShouldBeLessThan(Acceptance);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAnswerAsync("/api/orders");
        return response.StatusCode;
    }

    /// <summary>Passes every check that needs no key: only the key set can tell that there is no such key.</summary>
    private static string Bogus(string payload)
    {
        var header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"kid":"{{Guid.NewGuid()}}","alg":"RS256"}"""));
        return $"{header}.{payload}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(256))}";
    }
}
