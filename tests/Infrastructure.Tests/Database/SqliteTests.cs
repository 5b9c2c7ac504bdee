using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Tests.Database;

public sealed class SqliteTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("query_only", "1")]
    [InlineData("busy_timeout", "5000")]
    public async Task A_connection_that_reads_cannot_write(string setting, string expected) =>
        (await store.WithAsync<ModularDb, string>((db, _) => ReadAsync(db, setting))).ShouldBe(expected);

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("foreign_keys", "1")]
    [InlineData("busy_timeout", "5000")]
    [InlineData("synchronous", "2")]
    public async Task The_connection_that_writes_is_set_as_the_data_needs_it(string setting, string expected) =>
        (await store.WriteAsync((db, _) => ReadAsync(db, setting))).ShouldBe(expected);

    [Fact]
    public async Task The_migrations_make_what_the_model_says() =>
        (await store.WithAsync<ModularDb, bool>((db, _) => Task.FromResult(db.Database.HasPendingModelChanges()))).ShouldBeFalse();

    [Theory]
    [InlineData("SELECT id FROM orders WHERE customer_id = x'00' AND id > 5 ORDER BY id LIMIT 21", "IX_orders_customer_id_id")]
    [InlineData("SELECT id FROM orders WHERE customer_id = x'00' AND status = 1 AND id < 5 ORDER BY id DESC LIMIT 21", "IX_orders_customer_id_status_id")]
    [InlineData("SELECT customer_id FROM customer_identities WHERE issuer = 'i' AND subject = 's'", "IX_customer_identities_issuer_subject")]
    public async Task The_hot_reads_are_one_range_of_an_index_without_sorting(string query, string index)
    {
        var plan = await store.WithAsync<ModularDb, string>(async (db, cancellationToken) =>
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "EXPLAIN QUERY PLAN " + query;
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var lines = new List<string>();
            while (await reader.ReadAsync(cancellationToken))
            {
                lines.Add(reader.GetString(3));
            }

            return string.Join('\n', lines);
        });

        plan.ShouldContain(index);
        plan.ShouldNotContain("SCAN");
        plan.ShouldNotContain("TEMP B-TREE");
    }

    [Fact]
    public void A_second_database_is_refused() => Should.Throw<ConfigurationException>(() =>
            new Microsoft.Extensions.DependencyInjection.ServiceCollection().AddDatabase(
                database => database.UseSqlite("Data Source=a.db").UseSqlite("Data Source=b.db")))
        .Message.ShouldBe("The database is chosen twice, Sqlite and Sqlite: use one.");

    [Theory]
    [InlineData("")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x;Mode=Memory")]
    [InlineData("Data Source=file::memory:?cache=shared")]
    public void Orders_are_kept_in_a_file(string connectionString) => Should.Throw<ConfigurationException>(() =>
            new Microsoft.Extensions.DependencyInjection.ServiceCollection().AddDatabase(database => database.UseSqlite(connectionString)))
        .Message.ShouldBe("ConnectionStrings:Modular names no file, and orders must be kept: set Data Source to a path.");

    private static async Task<string> ReadAsync(ModularDb db, string setting)
    {
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {setting}";
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        return Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture)!;
    }
}
