using Modular.Infrastructure;

namespace Modular.Api;

/// <summary>
/// How this process ends when it is asked to (SIGTERM, Ctrl+C): it is no longer ready at once, and event streams end; it goes on taking
/// requests for as long as load balancers need to notice; then it takes no new ones, and finishes the requests that it has and their writes.
/// </summary>
internal static class Shutdown
{
    private const string Setting = "Shutdown:DrainSeconds";

    private const int MostSeconds = 300;

    // A request that has begun may take that long; then it is cut off.
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(30);

    /// <exception cref="ConfigurationException">The setting is out of range.</exception>
    public static IServiceCollection AddShutdown(this IServiceCollection services, IConfiguration configuration)
    {
        var drain = TimeSpan.FromSeconds(Read(configuration[Setting]));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = drain + LongestRequest);
        return services.AddHostedService(provider => new Drain(drain, provider.GetRequiredService<TimeProvider>()));
    }

    private static int Read(string? text) =>
        string.IsNullOrEmpty(text) ? 0
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds <= MostSeconds
        ? seconds
        : throw new ConfigurationException($"{Setting} is no whole number of seconds from 0 to {MostSeconds}: set one.");

    /// <summary>Holds the end up before anything is stopped.</summary>
    private sealed class Drain(TimeSpan length, TimeProvider time) : IHostedLifecycleService
    {
        public async Task StoppingAsync(CancellationToken cancellationToken) =>
            await Task.Delay(length, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
