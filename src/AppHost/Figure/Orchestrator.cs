using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Modular.AppHost.Programs;

namespace Modular.AppHost.Figure;

/// <summary>The figure as Aspire runs it: its programs at their fixed addresses, and the dashboard that receives their telemetry.</summary>
internal sealed class Orchestrator(DistributedApplication application, string dashboard) : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DisposedWithin = TimeSpan.FromSeconds(3);

    /// <summary>The address that signs its reader in to the dashboard.</summary>
    public string Dashboard => dashboard;

    public ResourceNotificationService States => application.ResourceNotifications;

    public ResourceLoggerService Output => application.Services.GetRequiredService<ResourceLoggerService>();

    /// <summary>The dashboard's name among the programs.</summary>
    public const string DashboardName = "aspire-dashboard";

    /// <summary>The container's name among the programs.</summary>
    public const string PostgreSqlName = "PostgreSql";

    private const string ResourceServer = "Api";

    /// <param name="members">The programs.</param>
    /// <param name="image">The image of a PostgreSQL container for the resource server; null for none.</param>
    /// <param name="address">Where the dashboard listens on loopback.</param>
    public static Orchestrator Create(IEnumerable<Member> members, string? image, string address)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            // The arguments are AppHost's own settings; these are the settings of Aspire.
            Args =
            [
                $"--ASPNETCORE_URLS={address}",
                $"--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL={FreePort.Address()}",
                $"--ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL={FreePort.Address()}",
                $"--AppHost:BrowserToken={token}",
                // The versions are the repository's business, and a machine may be offline.
                "--ASPIRE_VERSION_CHECK_DISABLED=true",
            ],
            // Everything is on loopback, and a fresh machine has no developer certificate.
            AllowUnsecuredTransport = true,
            DashboardApplicationName = "Modular",
        });
        // AppHost says by itself what runs where; of Aspire only trouble is worth a line.
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None));
        builder.Services.ConfigureHttpClientDefaults(clients => clients.ConfigureHttpClient(client => client.DefaultRequestHeaders.UserAgent.Add(UserAgent.Value)));
        // Signals are the business of StopRequest.
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        var database = image is null ? null : AddPostgreSql(builder, image);
        foreach (var member in members)
        {
            var program = Add(builder, member);
            if (database is not null && member.Name == ResourceServer)
            {
                program.WithEnvironment("ConnectionStrings__Modular", database.Resource.ConnectionStringExpression).WaitFor(database);
            }
        }

        return new Orchestrator(builder.Build(), $"{address}/login?t={token}");
    }

    /// <exception cref="StartRefusedException">The orchestrator cannot run on this machine.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (DistributedApplicationException error)
        {
            throw new StartRefusedException($"The orchestrator of the figure (Aspire) does not start: {error.Message}");
        }
    }

    /// <summary>Asks the programs to end, and ends those that do not.</summary>
    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(Grace);
        await application.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(DisposedWithin);
        await application.DisposeAsync().AsTask().WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static IResourceBuilder<PostgresDatabaseResource> AddPostgreSql(IDistributedApplicationBuilder builder, string image)
    {
        var colon = image.LastIndexOf(':');
        var (name, tag) = colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, "latest");
        return builder.AddPostgres(PostgreSqlName).WithImageRegistry(null).WithImage(name, tag).AddDatabase("modular");
    }

    private static IResourceBuilder<ExecutableResource> Add(IDistributedApplicationBuilder builder, Member member)
    {
        var built = BuiltProgram.Find(member.Name);
        var port = new Uri(member.Address).Port;
        // The working folder is the content root: settings and static files lie there.
        var program = builder.AddExecutable(member.Name, BuiltProgram.Dotnet, built.Folder, built.Dll)
            .WithHttpEndpoint(port, targetPort: port, isProxied: false)
            .WithHttpHealthCheck(member.ReadyPath)
            .WithCertificateTrustScope(CertificateTrustScope.None)
            .WithOtlpExporter();
        foreach (var (name, value) in member.Environment)
        {
            program.WithEnvironment(name, value);
        }

        return program;
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
