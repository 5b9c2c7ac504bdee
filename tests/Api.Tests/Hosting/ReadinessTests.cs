using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Modular.Api.Health;

namespace Modular.Api.Tests.Hosting;

/// <summary>Ready only with the database that this program needs: an operator may migrate or replace it while the server runs.</summary>
public sealed class ReadinessTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("INSERT INTO __EFMigrationsHistory VALUES ('29991231235959_Later', '99.0.0')", "newer")]
    [InlineData("DELETE FROM __EFMigrationsHistory WHERE MigrationId = (SELECT max(MigrationId) FROM __EFMigrationsHistory)", "older")]
    public async Task A_schema_that_is_not_exactly_right_is_not_ready(string change, string standing)
    {
        using (var before = await api.Anonymous().GetAnswerAsync("/health/ready"))
        {
            before.StatusCode.ShouldBe(HttpStatusCode.OK, await before.TextAsync());
        }

        await ExecuteAsync("CREATE TABLE kept AS SELECT * FROM __EFMigrationsHistory");
        await ExecuteAsync(change);
        try
        {
            api.Clock.Advance(Readiness.HoldsFor);
            using var ready = await api.Anonymous().GetAnswerAsync("/health/ready");
            (await ready.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "not-ready")).Text("detail")
                .ShouldBe($"Missing: database ({standing} than this program).");
            using var live = await api.Anonymous().GetAnswerAsync("/health/live");
            live.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            await ExecuteAsync("DELETE FROM __EFMigrationsHistory; INSERT INTO __EFMigrationsHistory SELECT * FROM kept; DROP TABLE kept");
        }

        api.Clock.Advance(Readiness.HoldsFor);
        using var after = await api.Anonymous().GetAnswerAsync("/health/ready");
        after.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_answer_holds_for_a_second_however_often_it_is_asked_and_the_database_is_asked_once()
    {
        await using var host = new CountingHost();
        await ReadyAsync(host);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => ReadyAsync(host)));
        host.Looks.ShouldBe(1);

        host.Clock.Advance(Readiness.HoldsFor - TimeSpan.FromMilliseconds(1));
        await ReadyAsync(host);
        host.Looks.ShouldBe(1);

        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await ReadyAsync(host);
        host.Looks.ShouldBe(2);
    }

    [Fact]
    public async Task All_who_ask_while_the_database_is_asked_wait_for_that_answer_and_one_who_leaves_ends_nothing()
    {
        await using var host = new CountingHost { Gate = new TaskCompletionSource() };
        using var leaving = new CancellationTokenSource();
        var left = host.Anonymous().GetAsync("/health/ready", leaving.Token);
        await Eventually.HoldsAsync("the database is asked", TimeSpan.FromSeconds(30), () => Task.FromResult(host.Looks == 1));
        var others = Enumerable.Range(0, 20).Select(_ => ReadyAsync(host)).ToList();

        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(left);
        host.Gate.SetResult();

        await Task.WhenAll(others);
        host.Looks.ShouldBe(1);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_within_five_seconds_is_missing()
    {
        await using var host = new CountingHost { Gate = new TaskCompletionSource() };
        var asked = host.Anonymous().GetAnswerAsync("/health/ready");
        await Eventually.HoldsAsync("the database is asked", TimeSpan.FromSeconds(30), () => Task.FromResult(host.Looks == 1));

        host.Clock.Advance(TimeSpan.FromSeconds(5));

        using var answer = await asked;
        (await answer.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "not-ready")).Text("detail")
            .ShouldBe("Missing: database (no answer within 5 s).");
    }

    [Theory]
    [InlineData("/health/live", """{"state":"live"}""")]
    [InlineData("/health/ready", """{"state":"ready"}""")]
    public async Task No_cache_keeps_an_answer(string path, string body)
    {
        using var answer = await api.Anonymous().GetAnswerAsync(path);

        (await answer.TextAsync()).ShouldBe(body);
        answer.Headers.CacheControl?.ToString().ShouldBe("no-store");
    }

    private static async Task ReadyAsync(CountingHost host)
    {
        using var answer = await host.Anonymous().GetAnswerAsync("/health/ready");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection(api.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A server whose database is right, and answers when the gate opens.</summary>
    private sealed class CountingHost : ApiHost
    {
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public TaskCompletionSource? Gate { get; init; }

        protected override string Environment => "Testing";

        protected override void Configure(IServiceCollection services) => RightSchema.Serve(services, async cancelled =>
        {
            Interlocked.Increment(ref _looks);
            await (Gate?.Task ?? Task.CompletedTask).WaitAsync(cancelled);
        });
    }
}
