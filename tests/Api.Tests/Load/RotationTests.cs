using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;

namespace Modular.Api.Tests.Load;

public sealed class RotationTests(ITestOutputHelper output)
{
    private const int Rotations = 10;
    private const int Workers = 8;

    [Fact]
    public async Task Ten_rotations_under_load_fail_no_request()
    {
        await using var pool = new UserPoolProvider();
        await pool.StartAsync();
        await using var api = await ApiNode.StartAsync(TrustedProvider.Trusting(("main", pool)));

        // Each request brings a token that was minted for it, so the first ones after a rotation are signed with a key never seen.
        var traffic = Traffic.Steady(Workers, async () =>
        {
            using var response = await api.With(await pool.PersonTokenAsync("alice", "orders.read")).GetAnswerAsync("/api/orders");
            return response.StatusCode;
        });
        await traffic.GoOnAsync(Workers * 5);
        for (var i = 0; i < Rotations; i++)
        {
            await pool.RotateKeysAsync();
            await traffic.GoOnAsync(Workers * 5);
        }

        await traffic.StopAsync();
        var fetches = await pool.KeyFetchesAsync();
        output.WriteLine($"{Rotations} rotations; {traffic}; {fetches} key fetches");
        traffic.Failures.ShouldBeEmpty();
        fetches.ShouldBeInRange(Rotations, Rotations * 2);
    }
}
