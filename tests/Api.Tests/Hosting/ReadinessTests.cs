using System.Net;
using Microsoft.Data.Sqlite;

namespace Modular.Api.Tests.Hosting;

/// <summary>Ready only with the database that this program needs: somebody may migrate it, or put another in its place, while the server runs.</summary>
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

        using var after = await api.Anonymous().GetAnswerAsync("/health/ready");
        after.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection(api.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
