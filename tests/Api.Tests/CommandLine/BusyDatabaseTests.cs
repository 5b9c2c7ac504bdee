using Microsoft.Data.Sqlite;
using Modular.Api.Tests.Hosting;
using Modular.Infrastructure.Tests.Database.PostgreSql;
using Npgsql;

namespace Modular.Api.Tests.CommandLine;

/// <summary>Commands, as processes, while another program holds the database: busy is said as busy, with what was and what was not done.</summary>
public sealed class BusyDatabaseTests(PostgreSqlServer server) : IAsyncLifetime
{
    private const string Ann = "0199c2de-7a3b-7c1d-9e5f-0123456789ab";

    private const string SqliteIsBusy = "The database is busy: another process holds its lock for longer than this program waits.";

    private const string PostgreSqlIsBusy = "The database does not answer in time, perhaps because another session holds a lock.";

    private const string NoneLinked = "0 linked, 0 linked with the unused customer who had them, 0 linked already, 0 refused. Stopped at line 1.\n";

    private readonly Operator _operator = new();
    private readonly PostgreSqlDatabase _database = new(server);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _operator.AddProviders();
        await _operator.WriteAsync("map.csv", "https://a.example,ann,https://b.example,ann\nhttps://a.example,bob,https://b.example,bob\n");
        await _operator.WriteAsync("p.csv", string.Concat(Enumerable.Range(0, 501).Select(i => $"P-{i},One,100,EUR\n")));
    }

    public async ValueTask DisposeAsync()
    {
        _operator.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task On_SQLite_from_the_start()
    {
        await _operator.MigrateAsync();
        await _operator.AddAnnAsync();
        await using var other = new SqliteConnection(_operator.DatabaseIn("modular.db") + ";Pooling=False");
        await other.OpenAsync(Cancelled);
        await using var held = other.BeginTransaction(deferred: false);

        var runs = await Task.WhenAll(
            _operator.RunAsync("suspend", Ann),
            _operator.RunAsync("import-products", "p.csv"),
            _operator.RunAsync("link-identities", "map.csv", "--apply"),
            _operator.RunAsync("backup", "copy.db"));

        var file = Path.Combine(_operator.Folder, "modular.db");
        runs[0].ShouldBe((75, "", $"suspend: ConnectionStrings:Modular: the database '{file}': {SqliteIsBusy} Nothing was changed.\n"));
        runs[1].ShouldBe((75, "", $"import-products: ConnectionStrings:Modular: the database '{file}': {SqliteIsBusy} Nothing was changed.\n"));
        runs[2].ShouldBe((75, "", $"link-identities: ConnectionStrings:Modular: the database '{file}': {SqliteIsBusy} Nothing was changed.\n"));
        runs[3].ExitCode.ShouldBe(0, "A copy waits for no writer: " + runs[3].Error);
    }

    [Fact]
    public async Task On_PostgreSQL_from_the_start()
    {
        await UsePostgreSqlAsync();
        await using var other = await ConnectAsync();
        await using var held = await other.BeginTransactionAsync(Cancelled);
        await ExecuteAsync(other, "LOCK TABLE customer_identities, customers, products IN EXCLUSIVE MODE");

        var runs = await Task.WhenAll(
            _operator.RunAsync("suspend", Ann),
            _operator.RunAsync("import-products", "p.csv"),
            _operator.RunAsync("link-identities", "map.csv", "--apply"));

        runs[0].ShouldBe((75, "", $"suspend: {PostgreSqlIsBusy} Nothing was changed.\n"));
        runs[1].ExitCode.ShouldBe(75);
        runs[1].Output.ShouldEndWith("0 added, 0 changed, 0 unchanged. The rest of the file is not written: run this again, and it does what is left.\n");
        runs[1].Error.ShouldBe($"import-products: {PostgreSqlIsBusy}\n");
        runs[2].ShouldBe(
            (75, NoneLinked, $"link-identities: {PostgreSqlIsBusy} Line 1 and those behind it were not done: run this again, and it does what is left.\n"));
    }

    [Fact]
    public async Task On_PostgreSQL_in_the_middle()
    {
        await UsePostgreSqlAsync();
        await using var other = await ConnectAsync();
        await ExecuteAsync(other, "INSERT INTO products (sku, name, price_minor, currency) VALUES ('P-500', 'Old', 1, 'EUR')");
        await using var held = await other.BeginTransactionAsync(Cancelled);
        await ExecuteAsync(other, "SELECT 1 FROM products WHERE sku = 'P-500' FOR UPDATE");
        await ExecuteAsync(other, "SELECT 1 FROM customers WHERE id = (SELECT customer_id FROM customer_identities WHERE subject = 'bob') FOR UPDATE");

        var runs = await Task.WhenAll(_operator.RunAsync("import-products", "p.csv"), _operator.RunAsync("link-identities", "map.csv", "--apply"));

        runs[0].ExitCode.ShouldBe(75);
        runs[0].Output.ShouldEndWith("500 added, 0 changed, 0 unchanged. The rest of the file is not written: run this again, and it does what is left.\n");
        runs[0].Error.ShouldBe($"import-products: {PostgreSqlIsBusy}\n");
        runs[1].ExitCode.ShouldBe(75);
        runs[1].Output.ShouldEndWith("1 linked, 0 linked with the unused customer who had them, 0 linked already, 0 refused. Stopped at line 2.\n");
        runs[1].Error.ShouldBe($"link-identities: {PostgreSqlIsBusy} Line 2 and those behind it were not done: run this again, and it does what is left.\n");

        await held.RollbackAsync(Cancelled);
        (await _operator.RunAsync("link-identities", "map.csv", "--apply")).Output.ShouldEndWith(
            "1 linked, 0 linked with the unused customer who had them, 1 linked already, 0 refused.\n");
    }

    [Fact]
    public async Task Migrating_on_SQLite_says_once_what_it_waits_for_and_gives_up_after_half_a_minute()
    {
        await _operator.MigrateAsync();
        await _operator.ForgetNewestMigrationAsync();
        await using var other = new SqliteConnection(_operator.DatabaseIn("modular.db") + ";Pooling=False");
        await other.OpenAsync(Cancelled);
        await using var held = other.BeginTransaction(deferred: false);

        var file = Path.Combine(_operator.Folder, "modular.db");
        (await _operator.RunAsync("migrate")).ShouldBe(
            (75, "", $"migrate: Another process is writing to the database '{file}': waiting for it, 30 seconds at most.\n"
                + $"migrate: The database '{file}' is busy: another process has been writing to it for 30 seconds. Nothing was changed.\n"));
    }

    [Fact]
    public async Task Migrating_on_PostgreSQL_says_once_what_it_waits_for_and_gives_up_after_half_a_minute()
    {
        await UsePostgreSqlAsync();
        await using var other = await ConnectAsync();
        await using var held = await other.BeginTransactionAsync(Cancelled);
        await ExecuteAsync(other, "LOCK TABLE \"__EFMigrationsHistory\" IN ACCESS EXCLUSIVE MODE");

        (await _operator.RunAsync("migrate")).ShouldBe(
            (75, "", $"migrate: Other transactions hold tables of the database '{other.Database}': waiting for them, 30 seconds at most.\n"
                + $"migrate: The database '{other.Database}' is busy: other transactions have held its tables for 30 seconds. Nothing was changed.\n"));
    }

    [Fact]
    public async Task Migrating_beside_another_one_says_that_it_waits_and_goes_on_when_that_one_has_ended()
    {
        await UsePostgreSqlAsync();
        await using var other = await ConnectAsync();
        var held = await other.BeginTransactionAsync(Cancelled);
        await ExecuteAsync(other, $"SELECT pg_advisory_xact_lock({0x4D6967726174})");
        using var waiting = _operator.Start("migrate");

        (await waiting.StandardError.ReadLineAsync(Cancelled)).ShouldBe("migrate: Another 'migrate' is at work on this database: waiting for it.");
        waiting.HasExited.ShouldBeFalse();
        await held.DisposeAsync();

        (await waiting.StandardOutput.ReadToEndAsync(Cancelled)).ShouldBe("The database is up to date.\n");
        (await waiting.StandardError.ReadToEndAsync(Cancelled)).ShouldBe("");
        await waiting.WaitForExitAsync(Cancelled);
        waiting.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_lock_on_the_tables_is_not_taken_for_a_server_that_is_away()
    {
        await UsePostgreSqlAsync();
        await using var other = await ConnectAsync();
        await using var held = await other.BeginTransactionAsync(Cancelled);
        await ExecuteAsync(other, "LOCK TABLE \"__EFMigrationsHistory\" IN ACCESS EXCLUSIVE MODE");

        (await _operator.RunAsync("suspend", Ann)).ShouldBe(
            (75, "", $"suspend: ConnectionStrings:Modular: the database '{other.Database}' on {other.Host}:{other.Port}: {PostgreSqlIsBusy} Nothing was changed.\n"));
    }

    [Fact]
    public async Task A_right_that_the_user_lacks_is_named()
    {
        await UsePostgreSqlAsync();
        await using var owner = await ConnectAsync();
        await ExecuteAsync(
            owner,
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE insufficient_privilege USING MESSAGE = ''permission denied for table customers''; END';
            CREATE TRIGGER refuse BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION refuse()
            """);

        (await _operator.RunAsync("suspend", Ann)).ShouldBe(
            (1, "", "suspend: The user of ConnectionStrings:Modular lacks a right: permission denied for table customers (PostgreSQL error 42501). "
                + "The owner of the tables can grant SELECT, INSERT, UPDATE and DELETE on it. Nothing was changed.\n"));
    }

    [Fact]
    public async Task A_role_that_may_do_no_more_than_it_needs_is_enough()
    {
        await UsePostgreSqlAsync();
        await using var role = await ServingRole.CreateAsync(_database.ConnectionString);
        _operator.Environment["ConnectionStrings__Modular"] = role.ConnectionString;

        (await _operator.RunAsync("suspend", Ann)).ShouldBe((0, "The customer is suspended.\n", ""));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_said_to_do_so()
    {
        _operator.Environment["Database__Provider"] = "PostgreSql";
        _operator.Environment["ConnectionStrings__Modular"] = "Host=127.0.0.1;Port=1;Database=modular;Username=modular;Password=n0t-shown";

        (await _operator.RunAsync("suspend", Ann)).ShouldBe(
            (75, "", "suspend: ConnectionStrings:Modular: the server 127.0.0.1:1 does not answer; check Host and Port, and that PostgreSQL is running there. "
                + "Nothing was changed.\n"));
    }

    private async Task UsePostgreSqlAsync()
    {
        _operator.Environment["Database__Provider"] = "PostgreSql";
        _operator.Environment["ConnectionStrings__Modular"] = _database.ConnectionString + ";Command Timeout=2";
        (await _operator.RunAsync("migrate")).ExitCode.ShouldBe(0);
        await using var connection = await ConnectAsync();
        await ExecuteAsync(
            connection,
            $$"""
            INSERT INTO customers (id, status, profile, first_seen_at)
            VALUES ('{{Ann}}', 0, '{"addresses":[]}', now()), ('0199c2de-7a3b-7c1d-9e5f-0123456789ac', 0, '{"addresses":[]}', now());
            INSERT INTO customer_identities (id, issuer, subject, linked_at, customer_id)
            VALUES (gen_random_uuid(), 'https://a.example', 'ann', now(), '{{Ann}}'),
                   (gen_random_uuid(), 'https://a.example', 'bob', now(), '0199c2de-7a3b-7c1d-9e5f-0123456789ac')
            """);
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync(Cancelled);
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancelled);
    }
}
