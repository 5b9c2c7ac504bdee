using System.Net;
using Microsoft.Data.Sqlite;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Database;

/// <summary>Trouble of the SQLite file while the server runs, as a process of its own.</summary>
public sealed class SqliteTroubleTests(TroubledFile database) : IClassFixture<TroubledFile>
{
    private const string Order = TroubledDatabase.Order;
    private const int Crowd = 200;

    private string File => database.File;

    private ApiNode Api => database.Api;

    [Fact]
    public async Task Nothing_is_answered_from_another_file_and_the_log_says_so_once_a_second()
    {
        using var alice = Api.With(await database.TokenAsync("alice"));
        using (var placed = await alice.PostTextAsync("/api/orders", Order))
        {
            placed.StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        Copy(File, File + ".copy");
        System.IO.File.Move(File, File + ".away");
        System.IO.File.Move(File + ".copy", File);
        var began = TimeProvider.System.GetTimestamp();
        using (var written = await alice.PostTextAsync("/api/orders", Order))
        {
            await TroubledDatabase.ShouldBeUnavailableAsync(written);
        }

        using (var read = await alice.GetAnswerAsync("/api/orders"))
        {
            await TroubledDatabase.ShouldBeUnavailableAsync(read);
        }

        await ReadinessTellsAsync(alice, HttpStatusCode.ServiceUnavailable);

        await Task.WhenAll(Enumerable.Range(0, Crowd).Select(async _ =>
        {
            using var written = await alice.PostTextAsync("/api/orders", Order);
            written.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }));
        Api.Said.ShouldContain($"The database file '{File}' cannot be used: another file stands at that path now");
        await Eventually.HoldsAsync("the requests are told with their number", TimeSpan.FromSeconds(30), () =>
            Task.FromResult(Api.Said.Contains("more requests within a second", StringComparison.Ordinal)));
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        Occurrences("The database did not answer").ShouldBeLessThan(4 * ((int)seconds + 2), Api.Said);
        Occurrences("   at Modular.Api.Errors.ExceptionProblems").ShouldBeLessThan(4, Api.Said);

        System.IO.File.Move(File + ".away", File, overwrite: true);
        await ReadinessTellsAsync(alice, HttpStatusCode.OK);

        using var again = await alice.PostTextAsync("/api/orders", Order);
        again.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_read_does_not_wait_for_another_program_that_holds_the_lock_of_writers()
    {
        using (var first = Api.With(await database.TokenAsync("alice", TimeSpan.FromMinutes(2))))
        using (var warm = await first.GetAnswerAsync("/api/orders"))
        {
            warm.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        // This sign-in is newer than the one that was noted.
        using var alice = Api.With(await database.TokenAsync("alice"));
        await using (var other = new SqliteConnection($"Data Source='{File}';Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var holding = other.BeginTransaction(deferred: false);
            var began = TimeProvider.System.GetTimestamp();
            for (var i = 0; i < 3; i++)
            {
                using var read = await alice.GetAnswerAsync("/api/orders");
                read.StatusCode.ShouldBe(HttpStatusCode.OK);
            }

            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(4), "A read waited until the writer gave up.");
            (await SignedInAsync(other, holding)).ShouldNotBe(await SignedInByTokenAsync(alice));
        }

        await Eventually.HoldsAsync("the sign-in is noted afterwards", TimeSpan.FromSeconds(30), async () =>
        {
            await using var look = new SqliteConnection($"Data Source='{File}';Pooling=False");
            await look.OpenAsync(TestContext.Current.CancellationToken);
            return await SignedInAsync(look, within: null) == await SignedInByTokenAsync(alice);
        });
    }

    private static async Task<DateTimeOffset> SignedInByTokenAsync(HttpClient alice) =>
        (await alice.GetJsonAsync("/api/account")).GetProperty("lastSignedInAt").GetDateTimeOffset();

    private static async Task<DateTimeOffset> SignedInAsync(SqliteConnection connection, SqliteTransaction? within)
    {
        await using var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (within, "SELECT max(last_signed_in_at) FROM customers");
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
    }

    private static void Copy(string from, string to)
    {
        using var source = new SqliteConnection($"Data Source='{from}';Pooling=False");
        using var copy = new SqliteConnection($"Data Source='{to}';Pooling=False");
        source.Open();
        copy.Open();
        source.BackupDatabase(copy);
    }

    private int Occurrences(string text) => Api.Said.Split(text).Length - 1;

    // An answer holds for a second.
    private static Task<TimeSpan> ReadinessTellsAsync(HttpClient client, HttpStatusCode status) =>
        Eventually.HoldsAsync($"readiness is {status}", TimeSpan.FromSeconds(15), async () =>
        {
            using var ready = await client.GetAnswerAsync("/health/ready");
            return ready.StatusCode == status;
        });
}
