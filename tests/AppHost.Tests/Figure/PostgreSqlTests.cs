using Modular.Infrastructure.Tests.Database.PostgreSql;
using Modular.LocalCognito.Tests.Clients;
using Npgsql;

namespace Modular.AppHost.Tests.Figure;

/// <summary>The figure with PostgreSQL as the resource server's database.</summary>
public sealed class PostgreSqlTests(PostgreSqlServer server)
{
    private const string Chosen = "--AppHost:Database=PostgreSql";
    private const string ImageVariable = "TEST_PG_IMAGE";

    private readonly FreePorts _ports = FreePorts.Find();

    private string OwnDatabase => $"modular_apphost_{_ports.Api}";

    [Fact]
    public async Task A_given_server_gets_a_database_for_the_figure_that_is_empty_at_the_start_and_gone_at_the_end()
    {
        var given = await server.ConnectionStringAsync();
        await using var data = NpgsqlDataSource.Create(given);
        await using var left = data.CreateCommand($"CREATE DATABASE {OwnDatabase}");
        await left.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var others = await DatabasesAsync(data);
        await using var appHost = RunningAppHost.Start(BuiltAppHost.Start([.. _ports.Settings, Chosen, $"--AppHost:PostgreSql:Server={given}"]));
        await appHost.SaysAsync("Ctrl-C stops everything.");

        (await Terminal.PasteAsync(appHost.Said))[1].ShouldContain("\"DELIVERED\"", Case.Sensitive, "alice's orders");
        (await DatabasesAsync(data)).ShouldBe(others);
        string.Join('\n', appHost.Said).ShouldNotContain("Password=", Case.Insensitive);
        Processes.Send(appHost.Id, Processes.Sigterm);

        var (exitCode, errors) = await appHost.EndsAsync();
        exitCode.ShouldBe(0, errors);
        (await DatabasesAsync(data)).ShouldBe(others.Where(name => name != OwnDatabase));
    }

    [Fact]
    public async Task Without_a_given_server_it_runs_in_a_container()
    {
        if (Environment.GetEnvironmentVariable(ImageVariable) is not { Length: > 0 } image)
        {
            AbsentClients.Report($"{ImageVariable} names no image of PostgreSQL.", AbsentClients.ContinuousIntegration);
            return;
        }

        await using var appHost = RunningAppHost.Start(BuiltAppHost.Start([.. _ports.Settings, Chosen, $"--AppHost:PostgreSql:Image={image}"]));
        await appHost.SaysAsync("Ctrl-C stops everything.");

        (await Terminal.PasteAsync(appHost.Said))[1].ShouldContain("\"DELIVERED\"", Case.Sensitive, "alice's orders");
        Processes.Send(appHost.Id, Processes.Sigterm);

        var (exitCode, errors) = await appHost.EndsAsync();
        exitCode.ShouldBe(0, errors);
        await Processes.ShouldEndAsync(appHost.Children);
    }

    [Theory]
    [InlineData("--AppHost:Database=Oracle", "AppHost:Database 'Oracle' is unknown. Known: Sqlite, PostgreSql.")]
    [InlineData("--AppHost:PostgreSql:Server=Host=db", "AppHost:PostgreSql has settings, but AppHost:Database is Sqlite: set it to PostgreSql, or remove them.")]
    [InlineData("--AppHost:PostgreSql:Server=secret", "AppHost:PostgreSql:Server is no connection string of Npgsql: write it like Host=localhost;Username=postgres;Password=….")]
    [InlineData(Chosen, "AppHost:Database is PostgreSql, and no container engine answers: start Docker or Podman, or name a server with AppHost:PostgreSql:Server.")]
    public async Task A_database_that_cannot_be_used_is_refused_with_one_sentence(string setting, string sentence)
    {
        await using var appHost = RunningAppHost.Start(
            BuiltAppHost.Start([.. _ports.Settings, setting]), ("ASPIRE_CONTAINER_RUNTIME", "docker"), ("DOCKER_HOST", "tcp://127.0.0.1:9"));

        var (exitCode, errors) = await appHost.EndsAsync();

        exitCode.ShouldBe(1);
        errors.Trim().ShouldBe(sentence);
        appHost.Said.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_refused_with_one_sentence_and_without_its_password()
    {
        await using var appHost = RunningAppHost.Start(
            BuiltAppHost.Start([.. _ports.Settings, Chosen, "--AppHost:PostgreSql:Server=Host=127.0.0.1;Port=9;Username=me;Password=hidden"]));

        var (exitCode, errors) = await appHost.EndsAsync();

        exitCode.ShouldBe(1);
        errors.ShouldStartWith($"AppHost:PostgreSql:Server cannot be used for the database '{OwnDatabase}': ");
        errors.Trim().ShouldNotContain("\n");
        errors.ShouldNotContain("hidden");
        appHost.Folder.GetDirectories("modular-*").ShouldBeEmpty();
    }

    private static async Task<List<string>> DatabasesAsync(NpgsqlDataSource data)
    {
        await using var command = data.CreateCommand("SELECT datname FROM pg_database WHERE datname LIKE 'modular_apphost_%' OR datname = 'postgres' ORDER BY datname");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
