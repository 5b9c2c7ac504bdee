using System.Net;
using Microsoft.Data.Sqlite;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Database;

/// <summary>The server cleans up by itself as time passes, and answers meanwhile.</summary>
public sealed class RetentionServiceTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Order = """{"lines":[{"sku":"CUP-PORCELAIN","quantity":1}]}""";

    [Fact]
    public async Task What_has_been_kept_long_enough_goes_while_the_server_answers()
    {
        var first = await PlaceAsync("upkeep-1");
        api.Clock.Advance(TimeSpan.FromHours(20));
        await PlaceAsync("upkeep-2");
        api.Clock.Advance(TimeSpan.FromHours(5));
        await Eventually.HoldsAsync("the older key is forgotten", TimeSpan.FromSeconds(10), async () =>
        {
            api.Clock.Advance(TimeSpan.FromMinutes(5));
            return await CountAsync("idempotency_keys") == 1;
        });

        api.Clock.Advance(TimeSpan.FromDays(31));
        await Eventually.HoldsAsync("only the last event is kept", TimeSpan.FromSeconds(10), async () =>
        {
            api.Clock.Advance(TimeSpan.FromMinutes(5));
            using var answer = await api.SignedInAs("ursula").GetAnswerAsync($"/api/orders/{first}");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            return await CountAsync("order_events") == 1 && await CountAsync("idempotency_keys") == 0;
        });
    }

    private async Task<long> PlaceAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders") { Content = new StringContent(Order, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        using var placed = await api.SignedInAs("ursula").SendAsync(request, TestContext.Current.CancellationToken);
        placed.StatusCode.ShouldBe(HttpStatusCode.Created, await placed.TextAsync());
        return (await placed.JsonAsync()).GetProperty("id").GetInt64();
    }

    private async Task<long> CountAsync(string table)
    {
        await using var connection = new SqliteConnection(api.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
