using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;
using Modular.Infrastructure.Tests.Database.PostgreSql;
using Modular.LocalCognito.Tests.Clients;
using Npgsql;

namespace Modular.Api.Tests.Database;

/// <summary>PgBouncer in front of PostgreSQL: in transaction mode each transaction may run in another session of the server.</summary>
public sealed class PoolerTests(PostgreSqlServer server) : IAsyncLifetime
{
    private readonly PostgreSqlDatabase _database = new(server);
    private readonly SharedKeyProvider _provider = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("modular-pooler-");
    private Process? _pooler;

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_pooler is not null)
        {
            _pooler.Kill();
            await _pooler.WaitForExitAsync(CancellationToken.None);
            _pooler.Dispose();
        }

        await _database.DisposeAsync();
        await _provider.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Reads_and_writes_go_through_a_pooler_in_transaction_mode()
    {
        var connection = await StartAsync("transaction");
        await using var api = await ApiNode.StartAsync(Settings(connection));
        using var client = api.With(await _provider.PersonTokenAsync("alice"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(async i =>
        {
            using var response = i % 4 == 0
                ? await client.PostTextAsync("/api/orders", TroubledDatabase.Order)
                : await client.GetAnswerAsync($"/api/orders?limit={1 + (i % 5)}");
            return response.StatusCode;
        }));

        answers.Distinct().Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Created]);
        using var ready = await client.GetAnswerAsync("/health/ready");
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_pooler_in_statement_mode_is_refused_with_a_sentence()
    {
        var connection = await StartAsync("statement");
        var (exitCode, _, error) = await ApiProcess.RunAsync("Development", Settings(connection));

        exitCode.ShouldBe(1, error);
        error.ShouldContain("ConnectionStrings:Modular: ");
        error.ShouldContain("pool_mode");
        error.ShouldNotContain("   at ");
    }

    private IEnumerable<(string, string)> Settings(NpgsqlConnectionStringBuilder connection) =>
    [
        .. TrustedProvider.Trusting(("main", _provider)),
        ("Database:Provider", "PostgreSql"),
        ("ConnectionStrings:Modular", connection.ConnectionString),
    ];

    /// <summary>Starts PgBouncer with two sessions of the server for all clients.</summary>
    private async Task<NpgsqlConnectionStringBuilder> StartAsync(string mode)
    {
        var target = new NpgsqlConnectionStringBuilder(_database.ConnectionString);
        if ((ProgramPath.Find("pgbouncer") ?? (File.Exists("/usr/sbin/pgbouncer") ? "/usr/sbin/pgbouncer" : null)) is not { } program)
        {
            AbsentClients.Report("PgBouncer is not installed.", AbsentClients.ContinuousIntegration);
            throw new InvalidOperationException();
        }

        var port = FreePort();
        var configuration = Path.Combine(_folder.FullName, "pgbouncer.ini");
        await File.WriteAllTextAsync(configuration, $"""
            [databases]
            {target.Database} = host={target.Host} port={target.Port} user={target.Username} password={target.Password}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port.ToString(CultureInfo.InvariantCulture)}
            unix_socket_dir =
            auth_type = any
            pool_mode = {mode}
            default_pool_size = 2
            ignore_startup_parameters = extra_float_digits
            """, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(configuration, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            File.SetUnixFileMode(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        // PgBouncer refuses to run as root.
        string[] command = [.. Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : Array.Empty<string>(), program, configuration];
        _pooler = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        _pooler.OutputDataReceived += static (_, _) => { };
        _pooler.ErrorDataReceived += static (_, _) => { };
        _pooler.BeginOutputReadLine();
        _pooler.BeginErrorReadLine();
        await Eventually.HoldsAsync("PgBouncer listens", TimeSpan.FromSeconds(30), async () =>
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return probe.Connected;
        });
        return new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Database = target.Database, Username = target.Username, MaxPoolSize = 20 };
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
