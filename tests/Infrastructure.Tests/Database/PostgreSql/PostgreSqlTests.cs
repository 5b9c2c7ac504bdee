using Microsoft.Extensions.DependencyInjection;
using Modular.Infrastructure.Database.PostgreSql;
using Modular.Infrastructure.Database.Sqlite;
using Modular.Infrastructure.Orders;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

public sealed class PostgreSqlTests(PostgreSqlStore store) : SchemaContract(store), IClassFixture<PostgreSqlStore>
{
    private readonly PostgreSqlStore _store = store;

    [Fact]
    public async Task All_text_is_compared_character_by_character_whatever_the_database_would_do_by_itself()
    {
        (await _store.ReadAsync("SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND collation_name = 'C'")).Count.ShouldBeGreaterThan(5);
        (await _store.ReadAsync(
            """
            SELECT table_name || '.' || column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name NOT IN ('__EFMigrationsHistory', 'schema_versions')
              AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C'
            """)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("orders", "id", "bigint")]
    [InlineData("orders", "customer_id", "uuid")]
    [InlineData("orders", "placed_at", "timestamp with time zone")]
    [InlineData("orders", "lines", "jsonb")]
    [InlineData("orders", "history", "jsonb")]
    public async Task A_column_has_the_databases_own_type(string table, string column, string type) =>
        (await _store.ReadAsync($"SELECT data_type FROM information_schema.columns WHERE table_name = '{table}' AND column_name = '{column}'")).ShouldBe([type]);

    [Theory]
    [InlineData("SHOW application_name", "Modular")]
    [InlineData("SHOW default_transaction_isolation", "read committed")]
    public async Task A_connection_is_set_as_the_program_needs_it(string sql, string expected) => (await _store.ReadAsync(sql)).ShouldBe([expected]);

    [Fact]
    public async Task Nothing_outlives_a_transaction_on_a_connection_which_goes_back_to_the_pool_as_it_is()
    {
        await _store.WithAsync<OutboxRelay, bool>(async (relay, cancellationToken) =>
        {
            await relay.RelayAsync(cancellationToken);
            return true;
        });
        (await _store.WriteAsync((db, cancellationToken) => db.TryLockRetentionAsync(cancellationToken))).ShouldBeTrue();

        (await _store.ReadAsync("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")).ShouldBeEmpty();
        (await _store.ReadAsync("SELECT relname FROM pg_class WHERE relpersistence = 't'")).ShouldBeEmpty();
        (await _store.ReadAsync("SELECT name FROM pg_settings WHERE source = 'session'")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Data Source=modular.db", "is no connection string for PostgreSQL: write it like 'Host=db.example.com;Database=modular;Username=modular'.")]
    [InlineData("Host=db;Database=m;Password=a;b=c", "is no connection string for PostgreSQL: write it like 'Host=db.example.com;Database=modular;Username=modular'.")]
    [InlineData("Host=db;Database=m;Port=many", "has a value of 'port' that it cannot have: set another, or remove it.")]
    [InlineData("Host=db;Database=m;Port=99999", "has Port=99999, and a port is at most 65535: set the server's.")]
    [InlineData("Host=db;Database=m;Encoding=LATIN1", "has Encoding or Client Encoding, and texts would be stored as other texts: remove it.")]
    [InlineData("Host=db;Database=m;Client Encoding=EUC_KR", "has Encoding or Client Encoding, and texts would be stored as other texts: remove it.")]
    [InlineData("Host=db;Database=m;Multiplexing=true", "has Multiplexing, and each request here has a connection of its own: remove it.")]
    [InlineData("Host=db;Database=m;Maximum Pool Size=1", "has Maximum Pool Size=1, and this program needs 2 connections at least: raise it.")]
    [InlineData("Host=db;Database=m;Read Buffer Size=100", "has Read Buffer Size or Write Buffer Size below 4096 bytes: raise it, or remove it.")]
    [InlineData("Host=db;Database=m;Minimum Pool Size=50;Maximum Pool Size=10", "has values that contradict one another: Connection can't have 'Max Pool Size' 10 under 'Min Pool Size' 50.")]
    [InlineData("Host=db;Database=m;Target Session Attributes=primary", "has values that contradict one another: Target Session Attributes other then Any is only supported with multiple hosts.")]
    [InlineData("Database=m", "names no server: set Host.")]
    [InlineData("Host=db", "names no database: set Database.")]
    [InlineData("Host=db;Database=m;Include Error Detail=true", "has Include Error Detail or Include Failed Batched Command, which puts customers' data into the log: remove it.")]
    [InlineData("Host=db;Database=m;Persist Security Info=true", "has Persist Security Info, which shows the password in every open connection: remove it.")]
    public void A_connection_string_that_cannot_work_is_refused(string connectionString, string sentence) => Should.Throw<ConfigurationException>(() =>
            new ServiceCollection().AddDatabase(database => database.UsePostgreSql(connectionString)))
        .Message.ShouldBe("ConnectionStrings:Modular " + sentence);

    [Fact]
    public void A_second_database_is_refused() => Should.Throw<ConfigurationException>(() =>
            new ServiceCollection().AddDatabase(database => database.UseSqlite("Data Source=a.db").UsePostgreSql("Host=db;Database=m")))
        .Message.ShouldBe("The database is chosen twice, Sqlite and PostgreSql: use one.");
}
