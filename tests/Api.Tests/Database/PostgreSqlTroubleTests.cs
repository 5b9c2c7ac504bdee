using System.Globalization;
using System.Net;
using Modular.Api.Tests.Hosting;
using Npgsql;

namespace Modular.Api.Tests.Database;

/// <summary>
/// Trouble of PostgreSQL while the server runs: callers are told to try again, never that there is a bug; the node says that it is
/// not ready; and all goes on by itself afterwards.
/// </summary>
public sealed class PostgreSqlTroubleTests(TroubledDatabase database) : IClassFixture<TroubledDatabase>
{
    [Fact]
    public async Task A_primary_that_was_demoted_takes_no_writes_and_is_read_on()
    {
        using var alice = await database.SignedInAsync("alice");
        var name = await database.ExecuteAsync("SELECT current_database()");
        await database.ExecuteAsync($"ALTER DATABASE {name} SET default_transaction_read_only = on");
        await database.EndSessionsAsync();
        try
        {
            await Eventually.HoldsAsync("a read is answered again", TimeSpan.FromSeconds(30), async () =>
            {
                using var read = await alice.GetAnswerAsync("/api/orders");
                ((int)read.StatusCode).ShouldBeOneOf([200, 503]);
                return read.StatusCode == HttpStatusCode.OK;
            });
            using var placed = await alice.PostTextAsync("/api/orders", TroubledDatabase.Order);
            await TroubledDatabase.ShouldBeUnavailableAsync(placed);
            await database.ShouldTellReadinessAsync(HttpStatusCode.ServiceUnavailable);
            using var ready = await database.Api.With(token: null).GetAnswerAsync("/health/ready");
            (await ready.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "not-ready")).Text("detail").ShouldBe("Missing: database (takes no writes).");
        }
        finally
        {
            await database.ExecuteAsync($"ALTER DATABASE {name} RESET default_transaction_read_only");
        }

        // No session was ended: the server itself lets go of the connections to what is no longer the primary.
        await database.ShouldRecoverAsync();
    }

    [Theory]
    [InlineData("probe")]
    [InlineData("write")]
    public async Task Connections_to_a_primary_that_was_demoted_are_closed_by_what_sees_it_first(string sees)
    {
        using var alice = await database.SignedInAsync("alice");
        var name = await database.ExecuteAsync("SELECT current_database()");
        await database.ExecuteAsync($"ALTER DATABASE {name} SET default_transaction_read_only = on");
        await database.EndSessionsAsync();
        try
        {
            await Eventually.HoldsAsync("a read is answered again", TimeSpan.FromSeconds(30), async () =>
            {
                using var read = await alice.GetAnswerAsync("/api/orders");
                return read.StatusCode == HttpStatusCode.OK;
            });
        }
        finally
        {
            await database.ExecuteAsync($"ALTER DATABASE {name} RESET default_transaction_read_only");
        }

        // The sessions that are open now stay read-only, as those to the old primary do.
        var now = (double)(await database.ExecuteAsync("SELECT extract(epoch FROM clock_timestamp())::float8"))!;
        await Eventually.HoldsAsync("no older session is left", TimeSpan.FromSeconds(30), async () =>
        {
            if (sees == "probe")
            {
                await database.ReadyAsync();
            }
            else
            {
                using var placed = await alice.PostTextAsync("/api/orders", TroubledDatabase.Order);
                ((int)placed.StatusCode).ShouldBeOneOf([201, 503]);
            }

            return await database.ExecuteAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT count(*) FROM pg_stat_activity WHERE usename = '{database.Role}' AND extract(epoch FROM backend_start) < {now:R}")) is 0L;
        });
        await database.ShouldRecoverAsync();
    }

    [Fact]
    public async Task A_rotated_password_is_read_from_its_file_at_the_next_connection()
    {
        using var alice = await database.SignedInAsync("alice");
        await database.ExecuteAsync($"ALTER ROLE {database.Role} PASSWORD 'two'");
        using (var open = await alice.GetAnswerAsync("/api/orders"))
        {
            open.StatusCode.ShouldBe(HttpStatusCode.OK, "A connection that is open goes on.");
        }

        // The file still has the old password.
        await database.EndSessionsAsync();
        using (var refused = await alice.GetAnswerAsync("/api/orders"))
        {
            await TroubledDatabase.ShouldBeUnavailableAsync(refused);
        }

        File.Delete(database.PasswordFile);
        for (var i = 0; i < 3; i++)
        {
            using var read = await alice.GetAnswerAsync("/api/orders");
            await TroubledDatabase.ShouldBeUnavailableAsync(read);
            using var placed = await alice.PostTextAsync("/api/orders", TroubledDatabase.Order);
            await TroubledDatabase.ShouldBeUnavailableAsync(placed);
        }

        await database.ShouldTellReadinessAsync(HttpStatusCode.ServiceUnavailable);
        await File.WriteAllTextAsync(database.PasswordFile + ".new", "two\n", TestContext.Current.CancellationToken);
        File.Move(database.PasswordFile + ".new", database.PasswordFile);
        await database.ShouldRecoverAsync();
    }

    [Theory]
    [InlineData("ALTER ROLE {role} NOLOGIN", "ALTER ROLE {role} LOGIN")]
    [InlineData("ALTER ROLE {role} CONNECTION LIMIT 0", "ALTER ROLE {role} CONNECTION LIMIT -1")]
    [InlineData("REVOKE CONNECT ON DATABASE {database} FROM PUBLIC, {role}", "GRANT CONNECT ON DATABASE {database} TO PUBLIC, {role}")]
    public async Task A_server_that_takes_no_connection_answers_no_request(string end, string begin)
    {
        using var alice = await database.SignedInAsync("alice");
        await ExecuteAsync(end);
        await database.EndSessionsAsync();
        try
        {
            for (var i = 0; i < 2; i++)
            {
                using var read = await alice.GetAnswerAsync("/api/orders");
                await TroubledDatabase.ShouldBeUnavailableAsync(read);
                using var placed = await alice.PostTextAsync("/api/orders", TroubledDatabase.Order);
                await TroubledDatabase.ShouldBeUnavailableAsync(placed);
            }

            await database.ShouldTellReadinessAsync(HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            await ExecuteAsync(begin);
        }

        await database.ShouldRecoverAsync();
    }

    [Theory]
    [InlineData("ALTER TABLE orders RENAME TO orders_away", "ALTER TABLE orders_away RENAME TO orders")]
    [InlineData("ALTER TABLE orders RENAME COLUMN version TO version_away", "ALTER TABLE orders RENAME COLUMN version_away TO version")]
    [InlineData("REVOKE ALL ON orders FROM {role}", "GRANT ALL ON orders TO {role}")]
    public async Task Tables_that_were_taken_away_are_the_databases_trouble(string end, string begin)
    {
        using var alice = await database.SignedInAsync("alice");
        await ExecuteAsync(end);
        try
        {
            using var placed = await alice.PostTextAsync("/api/orders", TroubledDatabase.Order);
            await TroubledDatabase.ShouldBeUnavailableAsync(placed);
            await database.ShouldTellReadinessAsync(HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            await ExecuteAsync(begin);
        }

        await database.ShouldRecoverAsync();
    }

    [Theory]
    [InlineData("25006", false)]
    [InlineData("26000", false)]
    [InlineData("53100", true)]
    [InlineData("53300", false)]
    [InlineData("57P03", false)]
    [InlineData("58030", true)]
    public async Task A_write_that_the_server_refuses_may_come_again_and_a_failing_disk_takes_the_node_out(string sqlState, bool isDisk)
    {
        using var alice = await database.SignedInAsync("alice");
        await ExecuteAsync($"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '{sqlState}'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION refuse()
            """);
        try
        {
            using var placed = await alice.PostTextAsync("/api/orders", TroubledDatabase.Order);
            await TroubledDatabase.ShouldBeUnavailableAsync(placed);
            using var read = await alice.GetAnswerAsync("/api/orders");
            read.StatusCode.ShouldBe(HttpStatusCode.OK);
            if (isDisk)
            {
                await database.ShouldTellReadinessAsync(HttpStatusCode.ServiceUnavailable);
            }
        }
        finally
        {
            await ExecuteAsync("DROP FUNCTION refuse CASCADE");
        }

        await database.ShouldRecoverAsync();
    }

    [Fact]
    public async Task A_server_that_falls_silent_in_the_middle_is_told_apart_from_a_slow_one()
    {
        using var alice = await database.SignedInAsync("alice");
        database.Relay.FallSilent();
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            await database.ShouldTellReadinessAsync(HttpStatusCode.ServiceUnavailable);
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(12), "A probe does not wait for a statement's time-out.");
            using var read = await alice.GetAnswerAsync("/api/orders");
            await TroubledDatabase.ShouldBeUnavailableAsync(read);
        }
        finally
        {
            database.Relay.GoOn();
        }

        await database.ShouldRecoverAsync();
    }

    [Fact]
    public async Task Connections_that_the_server_ends_after_a_while_of_silence_fail_no_request()
    {
        await database.ExecuteAsync($"ALTER ROLE {database.Role} SET idle_session_timeout = '2s'");
        try
        {
            await using var api = await database.StartAnotherAsync();
            using var alice = await database.SignedInAsync("alice", api);
            using (var first = await alice.PostTextAsync("/api/orders", TroubledDatabase.Order))
            {
                first.StatusCode.ShouldBe(HttpStatusCode.Created);
            }

            await Eventually.HoldsAsync("its connections are ended", TimeSpan.FromSeconds(60), async () => await database.ExecuteAsync(
                $"SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = '{TroubledDatabase.AnotherName}'") is true);

            using var placed = await alice.PostTextAsync("/api/orders", TroubledDatabase.Order);
            placed.StatusCode.ShouldBe(HttpStatusCode.Created);
            using var read = await alice.GetAnswerAsync("/api/orders");
            read.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            await database.ExecuteAsync($"ALTER ROLE {database.Role} RESET idle_session_timeout");
        }
    }

    [Fact]
    public async Task A_locked_order_holds_up_its_own_writers_alone()
    {
        using var alice = await database.SignedInAsync("alice");
        using var machine = await database.MachineAsync();
        using var placed = await alice.PostTextAsync("/api/orders", TroubledDatabase.Order);
        var order = placed.Headers.Location!.ToString();
        await using var other = await database.OpenAsync();
        await using (await other.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var take = new NpgsqlCommand($"SELECT FROM orders WHERE id = {order.Split('/')[^1]} FOR UPDATE", other);
            await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var crowd = Enumerable.Range(0, 60).Select(_ => machine.PostAsync($"{order}/pay")).ToList();
            await Eventually.HoldsAsync("the crowd waits", TimeSpan.FromSeconds(30), async () => await database.ExecuteAsync(
                $"SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = '{database.Role}' AND wait_event_type = 'Lock'") is true);

            for (var i = 0; i < 10; i++)
            {
                using var written = await alice.PostTextAsync("/api/orders", TroubledDatabase.Order);
                written.StatusCode.ShouldBe(HttpStatusCode.Created);
                using var read = await alice.GetAnswerAsync("/api/orders");
                read.StatusCode.ShouldBe(HttpStatusCode.OK);
            }

            (await database.ExecuteAsync($"SELECT count(*) FROM pg_stat_activity WHERE usename = '{database.Role}' AND wait_event_type = 'Lock'")).ShouldBe(1L);
            (await database.ReadyAsync()).ShouldBe(HttpStatusCode.OK);
            foreach (var one in crowd)
            {
                using var answer = await one;
                await TroubledDatabase.ShouldBeUnavailableAsync(answer);
            }

            (await database.ReadyAsync()).ShouldBe(HttpStatusCode.OK, "A row that is locked is no trouble of the whole database.");
        }

        using var paid = await machine.PostAsync($"{order}/pay");
        paid.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task ExecuteAsync(string sql) => await database.ExecuteAsync(sql
        .Replace("{role}", database.Role, StringComparison.Ordinal)
        .Replace("{database}", (string)(await database.ExecuteAsync("SELECT current_database()"))!, StringComparison.Ordinal));
}
