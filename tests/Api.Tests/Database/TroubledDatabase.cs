using System.Net;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;
using Modular.Infrastructure.Tests.Database.PostgreSql;
using Npgsql;

namespace Modular.Api.Tests.Database;

/// <summary>
/// A resource server on PostgreSQL whose database can be put into every trouble: it signs in as a role of its own, with a password in a
/// file, through a relay that can fall silent.
/// </summary>
public sealed class TroubledDatabase(PostgreSqlServer server) : IAsyncLifetime
{
    /// <summary>The product that orders are placed for.</summary>
    public const string Order = """{"lines":[{"sku":"TEA-GREEN-100","quantity":1}]}""";

    /// <summary>The application name of a second server's connections.</summary>
    public const string AnotherName = "another";

    private readonly PostgreSqlDatabase _database = new(server);
    private readonly SharedKeyProvider _provider = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("modular-trouble-").FullName;
    private (string Setting, string Value)[] _settings = [];
    private TcpRelay? _relay;
    private ApiNode? _api;

    internal ApiNode Api => _api ?? throw new InvalidOperationException($"Not started: {_database.ConnectionString.Length}");

    internal TcpRelay Relay => _relay!;

    /// <summary>The role that the server signs in as.</summary>
    internal string Role { get; } = $"app_{Guid.NewGuid():N}";

    internal string PasswordFile => Path.Combine(_folder, "password");

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        if (_database.Absent is not null)
        {
            return;
        }

        (_relay, var connection) = TcpRelay.To(_database.ConnectionString);
        (connection.Username, connection.Password, connection.MaxPoolSize) = (Role, null, 20);
        await ExecuteAsync($"CREATE ROLE {Role} LOGIN PASSWORD 'one'; GRANT ALL ON DATABASE {connection.Database} TO {Role}; GRANT ALL ON SCHEMA public TO {Role}");
        await File.WriteAllTextAsync(PasswordFile, "one\n", CancellationToken.None);
        _settings =
        [
            .. TrustedProvider.Trusting(("main", _provider)),
            ("Database:Provider", "PostgreSql"),
            ("ConnectionStrings:Modular", connection.ConnectionString),
            ("Database:PasswordFile", PasswordFile),
        ];
        _api = await ApiNode.StartAsync(_settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        if (_relay is not null)
        {
            await _relay.DisposeAsync();
            await ExecuteAsync($"REASSIGN OWNED BY {Role} TO CURRENT_USER; DROP OWNED BY {Role}; DROP ROLE {Role}");
        }

        await _database.DisposeAsync();
        await _provider.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal Task<HttpClient> SignedInAsync(string person) => SignedInAsync(person, Api);

    internal async Task<HttpClient> SignedInAsync(string person, ApiNode at) => at.With(await _provider.PersonTokenAsync(person));

    /// <summary>A second server on the same database, whose connections are called <see cref="AnotherName"/>.</summary>
    internal Task<ApiNode> StartAnotherAsync() => ApiNode.StartAsync(
        [.. _settings, ("ConnectionStrings:Modular", _settings.First(setting => setting.Setting == "ConnectionStrings:Modular").Value + $";Application Name={AnotherName}")]);

    internal async Task<HttpClient> MachineAsync() => Api.With(await _provider.MachineTokenAsync("orders.fulfil"));

    /// <summary>Runs a statement as the owner of the server, past the relay.</summary>
    internal async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(CancellationToken.None);
    }

    internal async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_database.ConnectionString + ";Pooling=False;Include Error Detail=True");
        await connection.OpenAsync(CancellationToken.None);

        // The database may be in any state after a test.
        await using var writable = new NpgsqlCommand("SET default_transaction_read_only = off", connection);
        await writable.ExecuteNonQueryAsync(CancellationToken.None);
        return connection;
    }

    /// <summary>Ends all sessions of the role, as a failover does.</summary>
    internal Task EndSessionsAsync() => ExecuteAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{Role}'");

    /// <summary>Asserts 503 with <c>Retry-After</c>.</summary>
    internal static async Task ShouldBeUnavailableAsync(HttpResponseMessage response)
    {
        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "database-unavailable");
        response.Headers.RetryAfter.ShouldNotBeNull();
    }

    /// <summary>The status of the readiness probe.</summary>
    internal async Task<HttpStatusCode> ReadyAsync()
    {
        using var client = Api.With(token: null);
        using var ready = await client.GetAnswerAsync("/health/ready");
        return ready.StatusCode;
    }

    /// <summary>Waits until readiness tells <paramref name="status"/>: an answer holds for a second.</summary>
    internal Task ShouldTellReadinessAsync(HttpStatusCode status) =>
        Eventually.HoldsAsync($"readiness is {status}", TimeSpan.FromSeconds(15), async () => await ReadyAsync() == status);

    /// <summary>Waits until orders can be placed and read again, and asserts that the server never answered 500.</summary>
    internal async Task ShouldRecoverAsync()
    {
        using var alice = await SignedInAsync("alice");
        await Eventually.HoldsAsync("all is well again", TimeSpan.FromSeconds(60), async () =>
        {
            using var placed = await alice.PostTextAsync("/api/orders", Order);
            ((int)placed.StatusCode).ShouldBeOneOf([201, 503]);
            using var read = await alice.GetAnswerAsync("/api/orders");
            ((int)read.StatusCode).ShouldBeOneOf([200, 503]);
            return placed.StatusCode == HttpStatusCode.Created && read.StatusCode == HttpStatusCode.OK && await ReadyAsync() == HttpStatusCode.OK;
        });
    }
}
