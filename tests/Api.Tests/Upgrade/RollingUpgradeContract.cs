using System.Net;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Load;
using Modular.Api.Tests.Providers;

namespace Modular.Api.Tests.Upgrade;

/// <summary>
/// The program is replaced while it serves: a later release migrates the database first, then the nodes follow one by one. The program of
/// today is the one that does not know the migration; it runs unchanged.
/// </summary>
public abstract class RollingUpgradeContract
{
    private static readonly (string, string)[] Pool =
    [
        ("Identity:Providers:main:Kind", "Cognito"),
        ("Identity:Providers:main:UserPoolId", "ap-northeast-2_AbCdEf123"),
        ("Identity:Providers:main:ClientIds:0", "web-client"),
        ("Identity:Providers:main:ResourceServer", "modular"),
    ];

    private int _turn;

    [Fact]
    public async Task Nodes_serve_side_by_side_while_a_migration_that_allows_it_is_applied_and_an_older_one_is_not_ready_after_one_that_does_not()
    {
        await using var database = await DatabaseAsync();
        await using var provider = new SharedKeyProvider();
        IReadOnlyList<(string, string)> settings = [.. TrustedProvider.Trusting(("main", provider)), .. database.Settings];
        var tokens = await Task.WhenAll(Enumerable.Range(0, 4).Select(person => provider.PersonTokenAsync($"person-{person}")));

        await using var old = await ApiNode.StartAsync(settings);
        var early = await ApiProcess.RunAsync(NextRelease.Describe([.. database.Settings, .. Pool]));
        early.ExitCode.ShouldBe(1);
        early.Error.ShouldContain("is older than this program; back it up, then run this program with 'migrate'.");

        var onOld = Traffic.Steady(workers: 4, () => ReadOrWriteAsync(old, tokens));
        await onOld.GoOnAsync(20);
        var migrated = await ApiProcess.RunAsync(NextRelease.Describe([.. database.Settings, .. Pool], "migrate"));
        (migrated.ExitCode, migrated.Error).ShouldBe((0, ""));
        migrated.Output.ShouldBe($"Applied {NextRelease.Expand}.{Environment.NewLine}The database is up to date.{Environment.NewLine}");
        await onOld.GoOnAsync(20);
        (await ReadinessAsync(old)).ShouldBe("ready");

        await using (var next = await ApiNode.StartAsync(settings, NextRelease.Path))
        {
            var onNext = Traffic.Steady(workers: 4, () => ReadOrWriteAsync(next, tokens));
            await onNext.GoOnAsync(20);

            // A node of today may be started again meanwhile, as after a crash, or when the roll-out is taken back.
            await using (var again = await ApiNode.StartAsync(settings))
            {
                (await ReadinessAsync(again)).ShouldBe("ready");
                (await ReadOrWriteAsync(again, tokens)).ShouldBe(HttpStatusCode.OK);
            }

            var nothing = await ApiProcess.RunAsync("Production", [.. database.Settings, .. Pool], "migrate");
            (nothing.ExitCode, nothing.Error).ShouldBe((0, ""));
            nothing.Output.TrimEnd().ShouldBe(
                $"The database is newer than this program (its newest migration is {NextRelease.Expand}) and was left as it is. It allows this program to serve.");

            await onOld.StopAsync();
            await onNext.StopAsync();
            (onOld.Failures.Count, onNext.Failures.Count).ShouldBe((0, 0), $"old: {onOld}; next: {onNext}");

            var contracted = await ApiProcess.RunAsync(NextRelease.Describe([.. database.Settings, .. Pool, NextRelease.Contracting], "migrate"));
            (contracted.ExitCode, contracted.Error).ShouldBe((0, ""));
            (await ReadinessAsync(next)).ShouldBe("ready");
        }

        (await ReadinessAsync(old)).ShouldBe("Missing: database (newer than this program).");
        var refused = await ApiProcess.RunAsync("Production", [.. database.Settings, .. Pool]);
        refused.ExitCode.ShouldBe(1);
        refused.Error.TrimEnd().ShouldEndWith(
            $"was migrated by a newer version of this program, and its migrations up to {NextRelease.Contract} do not allow this version to serve; run that version.");
        var left = await ApiProcess.RunAsync("Production", [.. database.Settings, .. Pool], "migrate");
        left.ExitCode.ShouldBe(1);
        left.Error.TrimEnd().ShouldBe(
            $"The database is newer than this program (its newest migration is {NextRelease.Contract}) and was left as it is. "
            + "It does not allow this program to serve: run a newer version.");
    }

    [Fact]
    public async Task Of_several_that_migrate_at_once_one_applies_each_migration()
    {
        await using var database = await DatabaseAsync();

        var all = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            ApiProcess.RunAsync(NextRelease.Describe([.. database.Settings, .. Pool], "migrate"))));

        foreach (var (exitCode, output, error) in all)
        {
            // On a slow machine some say that they wait.
            exitCode.ShouldBe(0, error);
            error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line.Contains("waiting for it", StringComparison.Ordinal));
            output.ShouldContain("The database is up to date.");
        }

        var applied = all.SelectMany(run => run.Output.Split(Environment.NewLine)).Where(line => line.StartsWith("Applied ", StringComparison.Ordinal)).ToList();
        applied.ShouldContain($"Applied {NextRelease.Expand}.");
        applied.ShouldBeUnique();
        applied.Count.ShouldBe(await database.CountAsync("\"__EFMigrationsHistory\""));
    }

    [Fact]
    public async Task A_migration_that_waits_for_others_can_be_killed_and_run_again()
    {
        await using var database = await DatabaseAsync();
        (await ApiProcess.RunAsync("Production", [.. database.Settings, .. Pool], "migrate")).ExitCode.ShouldBe(0);
        await using (await database.HoldAsync("orders"))
        {
            using var waiting = System.Diagnostics.Process.Start(NextRelease.Describe([.. database.Settings, .. Pool], "migrate"))!;
            await Eventually.HoldsAsync("it waits for the database", TimeSpan.FromSeconds(30), async () =>
                waiting.HasExited || await database.IsReachedByAsync(waiting));
            waiting.HasExited.ShouldBeFalse();
            waiting.Kill();
            await waiting.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var again = await ApiProcess.RunAsync(NextRelease.Describe([.. database.Settings, .. Pool], "migrate"));

        (again.ExitCode, again.Error).ShouldBe((0, ""));
        again.Output.ShouldStartWith($"Applied {NextRelease.Expand}.");
    }

    private protected abstract Task<KeptDatabase> DatabaseAsync();

    /// <summary>One person in turn looks at their orders, or places one.</summary>
    /// <returns>200 for what went well.</returns>
    private async Task<HttpStatusCode> ReadOrWriteAsync(ApiNode node, string[] tokens)
    {
        var turn = Interlocked.Increment(ref _turn);
        using var client = node.With(tokens[turn / 2 % tokens.Length]);
        if (turn % 2 == 0)
        {
            using var listed = await client.GetAnswerAsync("/api/orders");
            return listed.StatusCode;
        }

        using var placed = await client.PostTextAsync("/api/orders", """{"lines":[{"sku":"TEA-GREEN-100","quantity":1}]}""");
        return placed.StatusCode == HttpStatusCode.Created ? HttpStatusCode.OK : placed.StatusCode;
    }

    private static async Task<string> ReadinessAsync(ApiNode node)
    {
        using var client = node.With(null);
        using var answer = await client.GetAnswerAsync("/health/ready");
        var body = await answer.JsonAsync();
        return answer.IsSuccessStatusCode ? body.Text("state") : body.Text("detail");
    }
}
