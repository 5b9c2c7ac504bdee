using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Modular.Api.CommandLine;
using Modular.Api.Database;
using Modular.Api.Tests.Hosting;
using Modular.Application.Database;

namespace Modular.Api.Tests.Database;

/// <summary>The copy of a live database, taken while people place orders.</summary>
public sealed class BackupTests(ApiHost api) : IClassFixture<ApiHost>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modular-backup-").FullName;

    private string Target => Path.Combine(_folder, "copy.db");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_is_one_moment_with_all_that_was_acknowledged_before_and_nobody_waits_for_it()
    {
        await FillAsync();
        var before = await PlaceAsync(api.SignedInAs("bela"), count: 20);
        using var end = new CancellationTokenSource();
        using var placed = new SemaphoreSlim(0);
        var writers = Enumerable.Range(0, 4).Select(i => HammerAsync(api.SignedInAs($"berta-{i}"), placed, end.Token)).ToList();
        var steps = 0;

        // Between its steps it waits for an order, five times: if it held writers up, none would ever come.
        var size = await api.Services.GetRequiredService<IBackup>().CopyAsync(
            Target, (_, _) => { if (steps++ < 5) { placed.Wait(TimeSpan.FromSeconds(30), Cancelled).ShouldBeTrue("no order was placed meanwhile"); } }, Cancelled);
        await end.CancelAsync();
        var during = (await Task.WhenAll(writers)).Sum();

        steps.ShouldBeGreaterThan(5);
        during.ShouldBeGreaterThanOrEqualTo(5);
        size.Value.ShouldBe(new FileInfo(Target).Length);
        (await ReadAsync("PRAGMA integrity_check")).ShouldBe(["ok"]);
        (await ReadAsync("PRAGMA foreign_key_check")).ShouldBeEmpty();
        var copied = await ReadAsync("SELECT id FROM orders");
        before.ShouldBeSubsetOf(copied);
        // Each change of an order leaves an event in its transaction; the sample orders have no events.
        (await ReadAsync("SELECT id FROM orders WHERE id > 3 ORDER BY id")).ShouldBe(await ReadAsync(
            "SELECT order_id FROM order_events UNION SELECT order_id FROM outbox ORDER BY 1"));
        copied.Count.ShouldBeLessThan(before.Count + during + 3 + 1);
    }

    [Fact]
    public async Task The_command_says_how_far_it_is_and_leaves_one_file_for_its_owner_alone()
    {
        var (exitCode, output) = await RunAsync(Target);

        exitCode.ShouldBe(0);
        output.ShouldEndWith(string.Create(
            CultureInfo.InvariantCulture, $"Copied and checked: {Target}, {new FileInfo(Target).Length} bytes.\n"));
        Directory.GetFileSystemEntries(_folder).ShouldBe([Target]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Target).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await ReadAsync("PRAGMA journal_mode")).ShouldBe(["wal"]);
    }

    [Fact]
    public async Task A_server_runs_on_the_copy()
    {
        await RunAsync(Target);

        (await ApiProcess.RunAsync(
            "Testing", [("Identity:Providers:fake:Kind", "Fake"), ("ConnectionStrings:Modular", $"Data Source='{Target}'")],
            "suspend", Guid.NewGuid().ToString())).Error.ShouldBe("There is no such customer.\n");
    }

    [Fact]
    public async Task A_file_that_exists_stays_as_it_is()
    {
        await File.WriteAllTextAsync(Target, "mine", Cancelled);

        (await RunAsync(Target)).ShouldBe((1, $"backup: '{Target}' exists already, and a backup replaces nothing; name another file.\n"));
        (await File.ReadAllTextAsync(Target, Cancelled)).ShouldBe("mine");
        Directory.GetFileSystemEntries(_folder).ShouldBe([Target]);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_said_in_one_sentence() =>
        (await RunAsync("/nowhere/copy.db"))
            .ShouldBe((1, "backup: '/nowhere/copy.db' cannot be written; its folder does not exist, so create it or name another.\n"));

    [Fact]
    public async Task Stopping_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => api.Services.GetRequiredService<IBackup>().CopyAsync(Target, (_, _) => stop.Cancel(), stop.Token));
        Directory.GetFileSystemEntries(_folder).ShouldBeEmpty();

        await using var output = new StringWriter();
        (await new BackupCommand(new OperatorSender(api.Services, BackupCommand.Name), new CommandConsole(output, TextWriter.Null)).RunAsync(Target, stop.Token)).ShouldBe(130);
        output.ToString().ShouldBe("Stopped: nothing is left of the copy.\n");
    }

    [Fact]
    public async Task On_PostgreSQL_it_names_the_program_that_does_it()
    {
        var (exitCode, _, error) = await ApiProcess.RunAsync(
            "Testing",
            [
                ("Identity:Providers:fake:Kind", "Fake"), ("Database:Provider", "PostgreSql"),
                ("ConnectionStrings:Modular", "Host=db.example.com;Port=5433;Database=modular;Username=modular;Password=n0t-shown"),
            ],
            "backup", Target);

        exitCode.ShouldBe(1);
        error.ShouldBe(
            "backup: this is PostgreSQL, which has its own program for a backup: run "
            + $"'pg_dump --format=custom --file={Target} --host=db.example.com --port=5433 --username=modular --dbname=modular'.\n");
    }

    private static async Task<IReadOnlyList<string>> PlaceAsync(HttpClient person, int count)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            using var order = await person.PostTextAsync("/api/orders", """{"lines":[{"sku":"CUP-PORCELAIN","quantity":1}]}""");
            ids.Add((await order.JsonAsync()).GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture));
        }

        return ids;
    }

    private static async Task<int> HammerAsync(HttpClient person, SemaphoreSlim placed, CancellationToken end)
    {
        var count = 0;
        while (!end.IsCancellationRequested)
        {
            await PlaceAsync(person, count: 1);
            placed.Release();
            count++;
        }

        return count;
    }

    /// <summary>Enough for a copy of many steps.</summary>
    private async Task FillAsync()
    {
        await using var connection = new SqliteConnection(api.ConnectionString);
        await connection.OpenAsync(Cancelled);
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
            INSERT INTO products (sku, name, price_minor, currency) SELECT 'FILL-' || i, hex(zeroblob(90)), 1, 'EUR' FROM n
            """;
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source='{Target}';Pooling=False");
        await connection.OpenAsync(Cancelled);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        var values = new List<string>();
        while (await reader.ReadAsync(Cancelled))
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string target)
    {
        await using var output = new StringWriter();
        var exitCode = await new BackupCommand(new OperatorSender(api.Services, BackupCommand.Name), new CommandConsole(output, output)).RunAsync(target, Cancelled);
        return (exitCode, output.ToString());
    }
}
