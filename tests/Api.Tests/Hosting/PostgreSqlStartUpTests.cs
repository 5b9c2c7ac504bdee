using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Modular.Infrastructure.Tests.Database.PostgreSql;
using Npgsql;

namespace Modular.Api.Tests.Hosting;

/// <summary>A PostgreSQL database that is not what the program needs, each tried as a real process: one sentence, and no password in it.</summary>
public sealed class PostgreSqlStartUpTests(PostgreSqlServer server) : IAsyncLifetime
{
    private const string Secret = "n0t-the-passw0rd";

    private static readonly (string, string)[] Pool =
    [
        ("Database:Provider", "PostgreSql"),
        ("Identity:Providers:main:Kind", "Cognito"),
        ("Identity:Providers:main:UserPoolId", "ap-northeast-2_AbCdEf123"),
        ("Identity:Providers:main:ClientIds:0", "web-client"),
        ("Identity:Providers:main:ResourceServer", "modular"),
    ];

    private readonly PostgreSqlDatabase _database = new(server);

    private NpgsqlConnectionStringBuilder Connection => new(_database.ConnectionString);

    private string Address => $"{Connection.Host}:{Connection.Port.ToString(CultureInfo.InvariantCulture)}";

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task No_connection_string()
    {
        var (exitCode, _, error) = await ApiProcess.RunAsync("Production", Pool);

        exitCode.ShouldBe(1);
        error.TrimEnd().ShouldBe("ConnectionStrings:Modular is missing: set it, like 'Host=db.example.com;Database=modular;Username=modular'.");
    }

    [Fact]
    public async Task A_schema_that_is_not_there_stops_start_up() => await ShouldRefuseAsync(
        $"ConnectionStrings:Modular: the database '{Connection.Database}' has no tables yet; create them by running this program with 'migrate'.");

    [Fact]
    public async Task A_schema_that_is_behind_stops_start_up()
    {
        await MigrateAsync();
        await ExecuteAsync("DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" = (SELECT max(\"MigrationId\") FROM \"__EFMigrationsHistory\")");

        await ShouldRefuseAsync($"The database '{Connection.Database}' is older than this program; back it up, then run this program with 'migrate'.");
    }

    [Fact]
    public async Task A_schema_that_is_ahead_stops_start_up()
    {
        await MigrateAsync();
        await ExecuteAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29991231235959_Later', '99.0.0')");

        await ShouldRefuseAsync($"The database '{Connection.Database}' was migrated by a newer version of this program, and its migrations up to 29991231235959_Later do not allow this version to serve; run that version.");
    }

    [Fact]
    public async Task A_database_that_only_lets_itself_be_read_stops_start_up()
    {
        await MigrateAsync();
        await ExecuteAsync($"ALTER DATABASE {Connection.Database} SET default_transaction_read_only = on");

        await ShouldRefuseAsync(
            $"ConnectionStrings:Modular: the database '{Connection.Database}' on {Address} only lets itself be read; set Host to the primary server, "
            + "or end default_transaction_read_only for the user and the database.");
    }

    [Theory]
    [InlineData("REVOKE UPDATE ON customers, orders FROM {role}; REVOKE DELETE ON outbox FROM {role}", "GRANT UPDATE ON customers, orders TO {role}; GRANT DELETE ON outbox TO {role}")]
    [InlineData("REVOKE ALL ON products FROM {role}", "GRANT SELECT, INSERT, UPDATE ON products TO {role}")]
    [InlineData("REVOKE SELECT ON schema_versions FROM {role}", "GRANT SELECT ON schema_versions TO {role}")]
    [InlineData("REVOKE INSERT ON audit_entries, order_events FROM {role}", "GRANT INSERT ON audit_entries, order_events TO {role}")]
    public async Task A_user_who_lacks_a_right_stops_start_up_and_the_sentence_grants_it(string revoke, string grant)
    {
        await MigrateAsync();
        await using var role = await ServingRole.CreateAsync(_database.ConnectionString);
        await role.ExecuteAsync(revoke.Replace("{role}", role.Name, StringComparison.Ordinal));
        grant = grant.Replace("{role}", role.Name, StringComparison.Ordinal);

        (await RefusalAsync("Production", new(role.ConnectionString))).ShouldBe(
            $"ConnectionStrings:Modular: the user '{role.Name}' lacks rights in the database '{Connection.Database}' on {Address}; "
            + $"let the owner of the tables run '{grant}', or set another Username.");

        await role.ExecuteAsync(grant);
        (await ApiProcess.RunAsync("Production", [.. Pool, ("ConnectionStrings:Modular", role.ConnectionString)], "suspend", Guid.NewGuid().ToString()))
            .Error.ShouldBe("There is no such customer.\n");
    }

    [Theory]
    [InlineData("REVOKE USAGE ON SCHEMA public FROM PUBLIC")]
    [InlineData("ALTER ROLE {role} SET search_path = elsewhere")]
    public async Task A_user_who_does_not_see_the_tables_is_told_where_they_are(string hide)
    {
        await MigrateAsync();
        await using var role = await ServingRole.CreateAsync(_database.ConnectionString);
        await role.ExecuteAsync(hide.Replace("{role}", role.Name, StringComparison.Ordinal));

        (await RefusalAsync("Production", new(role.ConnectionString))).ShouldBe(
            $"ConnectionStrings:Modular: the user '{role.Name}' does not see the tables of the database '{Connection.Database}', which are in the schema public; "
            + $"let the schema's owner run 'GRANT USAGE ON SCHEMA public TO {role.Name}', and let the user's search_path name the schema.");
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_user_whom_the_server_refuses(string environment)
    {
        var sentence = await RefusalAsync(environment, new(_database.ConnectionString) { Username = "nobody-at-all", Password = Secret });

        sentence.ShouldStartWith($"ConnectionStrings:Modular: the server {Address} refuses the user 'nobody-at-all' (PostgreSQL error 28");
        sentence.ShouldEndWith("); check Username and Password, and who may connect from here.");
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_server_that_is_not_there(string environment)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        (await RefusalAsync(environment, new() { Host = "127.0.0.1", Port = port, Database = "modular", Username = "modular", Password = Secret }))
            .ShouldBe($"ConnectionStrings:Modular: the server 127.0.0.1:{port} does not answer; check Host and Port, and that PostgreSQL is running there.");
    }

    [Fact]
    public async Task A_server_that_takes_connections_and_says_nothing_is_given_up_within_seconds()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        var began = TimeProvider.System.GetTimestamp();

        (await RefusalAsync("Production", new() { Host = "127.0.0.1", Port = port, Database = "modular", Username = "modular", Password = Secret }))
            .ShouldBe($"ConnectionStrings:Modular: the server 127.0.0.1:{port} does not answer; check Host and Port, and that PostgreSQL is running there.");
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData("Minimum Pool Size=50;Maximum Pool Size=10", " has values that contradict one another: Connection can't have 'Max Pool Size' 10 under 'Min Pool Size' 50.")]
    [InlineData("Host=no-such-host.invalid", ": the server no-such-host.invalid:{port} has a name that this machine does not know; check Host, and the machine's name servers.")]
    [InlineData("SSL Mode=Require", ": the server {address} cannot be used: SSL connection requested. No SSL enabled connection from this host is configured.")]
    [InlineData("Timezone=Nowhere", ": the database '{database}' on {address} cannot be used: invalid value for parameter \"TimeZone\": \"Nowhere\" (PostgreSQL error 22023).")]
    [InlineData("Options=-c statement_timeout=1", ": the database '{database}' on {address}: The database cancelled a statement: another session holds a lock, or the server's statement_timeout is too short.")]
    public async Task A_connection_that_cannot_be_made_so_says_what_it_lacks(string settings, string sentence) =>
        (await RefusalAsync("Production", new(_database.ConnectionString + ";" + settings))).ShouldBe("ConnectionStrings:Modular" + sentence
            .Replace("{address}", Address, StringComparison.Ordinal)
            .Replace("{port}", Connection.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{database}", Connection.Database, StringComparison.Ordinal));

    [Theory]
    [InlineData("LATIN1")]
    [InlineData("SQL_ASCII")]
    public async Task A_database_that_cannot_hold_every_text_is_refused_before_it_has_tables(string encoding)
    {
        var other = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Database = Connection.Database + "_other" };
        await ExecuteAsync($"CREATE DATABASE {other.Database} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0");
        try
        {
            var sentence = $"ConnectionStrings:Modular: the database '{other.Database}' on {Address} has the encoding {encoding}, which cannot hold every text; "
                + "create it with ENCODING 'UTF8' TEMPLATE template0.";
            (await RefusalAsync("Production", other)).ShouldBe(sentence);
            (await ApiProcess.RunAsync("Production", [.. Pool, ("ConnectionStrings:Modular", other.ConnectionString)], "migrate")).ShouldBe((1, "", sentence + "\n"));
        }
        finally
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS {other.Database} WITH (FORCE)");
        }
    }

    [Fact]
    public async Task Texts_are_stored_as_they_are_whatever_encoding_the_environment_names()
    {
        await MigrateAsync();
        var folder = Directory.CreateTempSubdirectory("modular-encoding-").FullName;
        try
        {
            var file = Path.Combine(folder, "products.csv");
            await File.WriteAllTextAsync(file, "sku,name,price minor,currency\nTEA,녹차 ☃ é,1200,KRW\n", TestContext.Current.CancellationToken);

            var (exitCode, _, error) = await ApiProcess.RunAsync(
                "Production", [.. Pool, ("ConnectionStrings:Modular", _database.ConnectionString), ("PGCLIENTENCODING", "LATIN1")], "import-products", file);

            exitCode.ShouldBe(0, error);
            await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
            await using var name = source.CreateCommand("SELECT name FROM products WHERE sku = 'TEA'");
            (await name.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe("녹차 ☃ é");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_user_who_may_have_a_single_connection_is_told_that_two_are_needed()
    {
        await MigrateAsync();
        await using var role = await ServingRole.CreateAsync(_database.ConnectionString);
        await role.ExecuteAsync($"ALTER ROLE {role.Name} CONNECTION LIMIT 1");

        (await RefusalAsync("Production", new(role.ConnectionString))).ShouldBe(
            $"ConnectionStrings:Modular: the server {Address} allows the user '{role.Name}' 1 connection, and this program needs 2 at least; "
            + "raise the CONNECTION LIMIT of the user and of the database, or max_connections.");
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_made_by_migrate_and_has_no_sample_data()
    {
        var missing = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Database = Connection.Database + "_made" };
        (await RefusalAsync("Production", missing)).ShouldBe(
            $"ConnectionStrings:Modular: there is no database '{missing.Database}' on {Address} yet; create it by running this program with 'migrate'.");
        try
        {
            var (exitCode, output, error) = await ApiProcess.RunAsync(
                "Production", [.. Pool, ("ConnectionStrings:Modular", missing.ConnectionString)], "migrate");

            exitCode.ShouldBe(0, error);
            output.ShouldContain("The database is up to date.");
            await using var made = NpgsqlDataSource.Create(missing);
            await using var count = made.CreateCommand(
                "SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM products) + (SELECT count(*) FROM customers)");
            (await count.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(0L);
        }
        finally
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS {missing.Database} WITH (FORCE)");
        }
    }

    private async Task ShouldRefuseAsync(string sentence) => (await RefusalAsync("Production", Connection)).ShouldBe(sentence);

    private static async Task<string> RefusalAsync(string environment, NpgsqlConnectionStringBuilder connection)
    {
        var (exitCode, output, error) = await ApiProcess.RunAsync(environment, [.. Pool, ("ConnectionStrings:Modular", connection.ConnectionString)]);

        exitCode.ShouldBe(1, error);
        output.ShouldNotContain("   at ");
        (output + error).ShouldNotContain(connection.Password ?? Secret);
        return error.TrimEnd();
    }

    private async Task MigrateAsync()
    {
        var (exitCode, _, error) = await ApiProcess.RunAsync("Production", [.. Pool, ("ConnectionStrings:Modular", _database.ConnectionString)], "migrate");
        exitCode.ShouldBe(0, error);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
