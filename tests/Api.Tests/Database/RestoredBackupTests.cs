using System.Net;
using Microsoft.Data.Sqlite;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Load;
using Modular.Api.Tests.Providers;

namespace Modular.Api.Tests.Database;

/// <summary>A backup does not know what ended after it was made, so nothing of before counts once it serves.</summary>
public sealed class RestoredBackupTests
{
    [Fact]
    public async Task A_sign_in_that_had_ended_is_not_good_again_on_a_restored_backup()
    {
        await using var provider = new SharedKeyProvider();
        await using var database = KeptDatabase.OnSqlite();
        IReadOnlyList<(string Setting, string Value)> settings = [.. TrustedProvider.Trusting(("main", provider)), .. database.Settings];
        var token = await provider.PersonTokenAsync("alice");
        var copy = new SqliteConnectionStringBuilder(database.Settings.Single(setting => setting.Setting == "ConnectionStrings:Modular").Value);
        copy.DataSource += ".copy";
        await using (var api = await ApiNode.StartAsync(settings))
        {
            using var alice = api.With(token);
            using (var before = await alice.GetAnswerAsync("/api/orders"))
            {
                before.StatusCode.ShouldBe(HttpStatusCode.OK);
            }

            // The sign-out may come within the second of the sign-in, which it then ends all the same.
            var (exitCode, _, error) = await ApiProcess.RunAsync("Development", settings, "backup", copy.DataSource);
            exitCode.ShouldBe(0, error);
            using var ended = await alice.PostAsync("/api/account/sign-out-everywhere");
            await ended.ShouldBeDoneAsync();
        }

        await using (var restored = await ApiNode.StartAsync([.. settings, ("ConnectionStrings:Modular", copy.ConnectionString)]))
        {
            restored.Said.ShouldContain("This database is a backup that was restored");
            using var alice = restored.With(token);
            using (var revived = await alice.GetAnswerAsync("/api/orders"))
            {
                await revived.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
            }
        }

        await using var again = await ApiNode.StartAsync([.. settings, ("ConnectionStrings:Modular", copy.ConnectionString)]);
        again.Said.ShouldNotContain("This database is a backup that was restored");
    }
}
