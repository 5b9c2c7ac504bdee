using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;
using Modular.Infrastructure.Tests.Database.PostgreSql;

namespace Modular.Api.Tests.Load;

/// <summary>
/// A server that is killed in the middle of its work (SIGKILL), and started again on the same database: what it answered is there, what
/// it did not answer is there once or not at all, and nothing that happened goes untold.
/// </summary>
public sealed class KillTests(PostgreSqlServer server)
{
    private const string RoundsVariable = "MODULAR_KILL_ROUNDS";
    private const int Writers = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static int Rounds => int.Parse(Environment.GetEnvironmentVariable(RoundsVariable) ?? "3", CultureInfo.InvariantCulture);

    [Fact]
    public async Task On_SQLite_a_killed_server_has_kept_every_answer_once_and_told_it()
    {
        await using var database = KeptDatabase.OnSqlite();
        await RunAsync(database);
    }

    [Fact]
    public async Task On_PostgreSQL_a_killed_server_has_kept_every_answer_once_and_told_it()
    {
        await using var database = await KeptDatabase.OnPostgreSqlAsync(server);
        await RunAsync(database);
    }

    private static async Task RunAsync(KeptDatabase database)
    {
        await using var provider = new SharedKeyProvider();
        IReadOnlyList<(string, string)> settings = [.. TrustedProvider.Trusting(("main", provider)), .. database.Settings];
        var tokens = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => provider.PersonTokenAsync($"writer-{writer}")));
        ApiNode? node = null;
        try
        {
            node = await ApiNode.StartAsync(settings);
            await ToldAsync(database);
            var (orders, events) = (await database.CountAsync("orders"), await database.CountAsync("order_events"));
            var kept = new HashSet<long>();
            for (var round = 1; round <= Rounds; round++)
            {
                // Early and late, before, while and after a commit goes to disk.
                var answers = await WriteUntilKilledAsync(node, tokens, answersBefore: 10 + (round * 37 % 150), questionsBefore: round % 7);
                await node.DisposeAsync();
                node = null;
                if (database.Check is { } check)
                {
                    (await database.AskAsync(check)).ShouldBe("ok");
                }

                node = await ApiNode.StartAsync(settings);
                var stored = await database.CountAsync("orders") - orders - kept.Count;
                var restarted = node;
                var repeated = await Task.WhenAll(answers.Select(async sent =>
                    (sent.Value, await PlaceAsync(restarted.With(tokens[sent.Key.Writer]), sent.Key.Key))));
                foreach (var (answered, again) in repeated)
                {
                    again.ShouldBe(answered ?? again, $"Round {round}: an order that was answered is another one after the restart.");
                    kept.Add(again).ShouldBeTrue($"Round {round}: two keys name one order.");
                }

                await ToldAsync(database);
                var answeredCount = answers.Count(answer => answer.Value is not null);
                stored.ShouldBeInRange(answeredCount, answers.Count);
                (await database.CountAsync("orders")).ShouldBe(orders + kept.Count, $"Round {round}: a key placed two orders.");
                (await database.CountAsync("idempotency_keys")).ShouldBe(kept.Count);
                (await database.CountAsync("order_events")).ShouldBe(events + kept.Count, $"Round {round}: not each order was told once.");
                (await database.CountAsync("(SELECT DISTINCT order_id FROM order_events) AS told")).ShouldBe(events + kept.Count);
                TestContext.Current.TestOutputHelper!.WriteLine(
                    $"Round {round}: {answers.Count} sent, {answeredCount} answered 201, {stored - answeredCount} stored and unanswered; {kept.Count} in all, each once.");
            }
        }
        finally
        {
            await (node?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    /// <summary>
    /// All write at once until so many answers have come; then one of them asks something small so many times while the others go on, and
    /// the server is killed.
    /// </summary>
    /// <returns>The answer to each key; null for requests that were on their way.</returns>
    private static async Task<IReadOnlyDictionary<(int Writer, string Key), long?>> WriteUntilKilledAsync(
        ApiNode node, string[] tokens, int answersBefore, int questionsBefore)
    {
        var answers = new ConcurrentDictionary<(int, string), long?>();
        var answered = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(WriteAsync));
        return answers;

        async Task WriteAsync(int writer)
        {
            using var client = node.With(tokens[writer]);
            while (true)
            {
                var key = Guid.NewGuid().ToString();
                answers[(writer, key)] = null;
                try
                {
                    answers[(writer, key)] = await PlaceAsync(client, key);
                }
                catch (HttpRequestException)
                {
                    return;
                }

                if (Interlocked.Increment(ref answered) == answersBefore)
                {
                    for (var i = 0; i < questionsBefore; i++)
                    {
                        using var alive = await client.GetAnswerAsync("/health/live");
                    }

                    await node.KillAsync();
                }
            }
        }
    }

    private static async Task<long> PlaceAsync(HttpClient client, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders")
        {
            Content = new StringContent("""{"lines":[{"sku":"TEA-GREEN-100","quantity":1}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.TextAsync());
        return (await response.JsonAsync()).GetProperty("id").GetInt64();
    }

    private static Task ToldAsync(KeptDatabase database) => Eventually.HoldsAsync(
        "everything that waited in the outbox was told", Patience, async () => await database.CountAsync("outbox") == 0);
}
