using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Modular.Infrastructure.Identity;

/// <summary>Keeps each provider ready, at start and on schedule, whether or not requests come: one never holds up another.</summary>
internal sealed partial class ProviderRefresh(IEnumerable<IIdentityProvider> providers, TimeProvider time, ILogger<ProviderRefresh> logger) : BackgroundService
{
    // While a provider has no keys it is asked again soon; requests ask sooner still, by themselves.
    private static readonly TimeSpan WhileNotReady = TimeSpan.FromSeconds(10);

    /// <summary>Ends fetches: the web server has stopped before, so no request waits for one.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(providers.Select(provider => provider.StopAsync(cancellationToken)));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(providers.Select(provider => RefreshAsync(provider, stoppingToken)));

    private async Task RefreshAsync(IIdentityProvider provider, CancellationToken cancellationToken)
    {
        while (provider.RefreshAfter is { } pause && !cancellationToken.IsCancellationRequested)
        {
            try
            {
                await provider.RefreshAsync(cancellationToken);
                await Task.Delay(provider.IsReady || pause < WhileNotReady ? pause : WhileNotReady, time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception bug)
            {
                // The schedule outlives any bug: without it, a withdrawn key would be trusted for as long as the process runs.
                LogBug(provider.Name, bug);
                await Task.Delay(WhileNotReady, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(1105, LogLevel.Error, "Refreshing what is known of the identity provider {Provider} failed")]
    private partial void LogBug(string provider, Exception exception);
}
