using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Modular.AppClient.Tests.Figure;

/// <summary>The real app client in this process, on a free port.</summary>
internal sealed class RunningAppClient : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningAppClient(WebApplication app, CapturedLog log) => (_app, Log) = (app, log);

    public Uri Address => new(_app.Urls.Single());

    public CapturedLog Log { get; }

    public static async Task<RunningAppClient> StartAsync(string authority, string api, TimeProvider? clock = null)
    {
        var log = new CapturedLog();
        string[] settings =
        [
            "--environment=Development", "--urls=http://127.0.0.1:0", $"--AppClient:Authority={authority}", $"--AppClient:Api={api}",
            "--AppClient:ClientId=web-client", "--AppClient:ClientSecret=web-secret",
        ];
        var app = AppClientProgram.Build(settings, services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(log));
            services.Replace(ServiceDescriptor.Singleton(clock ?? TimeProvider.System));
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningAppClient(app, log);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
