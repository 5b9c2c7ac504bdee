using Modular.Infrastructure.Tests.Database.PostgreSql;
using Modular.LocalCognito.Tests.Clients;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

/// <summary>
/// The one PostgreSQL server of a test run, started when the first test needs it: in a container when a Docker engine answers, else the
/// one of <c>TEST_PG_CONNECTION</c>, else a throwaway cluster of this machine's binaries. Where there is none, tests say why.
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string ConnectionVariable = "TEST_PG_CONNECTION";

    /// <summary>Names a file that gets a line for each server that tests ran on.</summary>
    private const string ReportVariable = "TEST_PG_REPORT";

    private readonly Lazy<Task<(PostgreSqlCluster? Cluster, string? Absent)>> _started =
        new(() => Task.Run(() => StartAsync(TestContext.Current.CancellationToken)));

    /// <summary>Why there is none on this machine; null when there is.</summary>
    internal async Task<string?> AbsentAsync() => (await _started.Value).Absent;

    /// <summary>A connection string to the server's maintenance database, as a role that may create databases.</summary>
    /// <remarks>Skips the test where there is no server; fails it where nothing may be skipped.</remarks>
    internal async Task<string> ConnectionStringAsync()
    {
        var (cluster, absent) = await _started.Value;
        if (cluster is null)
        {
            AbsentClients.Report(absent!, AbsentClients.ContinuousIntegration);
        }

        return cluster.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        // Why it did not start, each test that needed it has said.
        if (_started is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } && (await _started.Value).Cluster is { } cluster)
        {
            await cluster.DisposeAsync();
        }
    }

    private static async Task<(PostgreSqlCluster? Cluster, string? Absent)> StartAsync(CancellationToken cancellationToken)
    {
        var (cluster, noContainer) = await ContainerCluster.TryStartAsync(cancellationToken);
        if (cluster is null && Environment.GetEnvironmentVariable(ConnectionVariable) is { Length: > 0 } given)
        {
            cluster = new PostgreSqlCluster($"the server of {ConnectionVariable}", given);
        }

        string? noBinaries = null;
        if (cluster is null)
        {
            (cluster, noBinaries) = await NativeCluster.TryStartAsync(cancellationToken);
        }

        if (cluster is null)
        {
            return (null, $"There is no PostgreSQL for the tests: {noContainer}, {ConnectionVariable} is not set, and {noBinaries}.");
        }

        await TellAsync(cluster, cancellationToken);
        return (cluster, null);
    }

    private static async Task TellAsync(PostgreSqlCluster cluster, CancellationToken cancellationToken)
    {
        await using var server = NpgsqlDataSource.Create(cluster.ConnectionString);
        await using var version = server.CreateCommand("SHOW server_version");
        var line = $"PostgreSQL for {typeof(PostgreSqlServer).Assembly.GetName().Name}: {cluster.How}, version {await version.ExecuteScalarAsync(cancellationToken)}";
        await Console.Out.WriteLineAsync(line);
        TestContext.Current.SendDiagnosticMessage(line);
        if (Environment.GetEnvironmentVariable(ReportVariable) is { Length: > 0 } report)
        {
            await File.AppendAllLinesAsync(report, [line], cancellationToken);
        }
    }
}
