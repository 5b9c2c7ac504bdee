using Microsoft.Extensions.DependencyInjection;
using Modular.Infrastructure.Database.Sqlite;

namespace Modular.Infrastructure.Tests.Database.Sqlite;

public sealed class SqliteTests(SqliteStore store) : SchemaContract(store), IClassFixture<SqliteStore>
{
    private readonly SqliteStore _store = store;

    [Theory]
    [InlineData("query_only", "1")]
    [InlineData("busy_timeout", "5000")]
    public async Task A_connection_that_reads_cannot_write(string setting, string expected) =>
        (await _store.ReadAsync($"PRAGMA {setting}")).ShouldBe([expected]);

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("foreign_keys", "1")]
    [InlineData("busy_timeout", "5000")]
    [InlineData("synchronous", "2")]
    public async Task The_connection_that_writes_is_set_as_the_data_needs_it(string setting, string expected) =>
        (await _store.ReadByWriterAsync($"PRAGMA {setting}")).ShouldBe([expected]);

    [Fact]
    public void A_second_database_is_refused() => Should.Throw<ConfigurationException>(() =>
            new ServiceCollection().AddDatabase(database => database.UseSqlite("Data Source=a.db").UseSqlite("Data Source=b.db")))
        .Message.ShouldBe("The database is chosen twice, Sqlite and Sqlite: use one.");

    [Theory]
    [InlineData("")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x;Mode=Memory")]
    [InlineData("Data Source=file::memory:?cache=shared")]
    public void Orders_are_kept_in_a_file(string connectionString) => Should.Throw<ConfigurationException>(() =>
            new ServiceCollection().AddDatabase(database => database.UseSqlite(connectionString)))
        .Message.ShouldBe("ConnectionStrings:Modular names no file, and orders must be kept: set Data Source to a path.");
}
