using System.Net;

namespace Modular.AppHost.Programs;

/// <summary>Asks a program's health address until it answers 200.</summary>
internal sealed class Readiness(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2), DefaultRequestHeaders = { UserAgent = { UserAgent.Value } } };

    public async Task WaitAsync(Uri address, CancellationToken cancellationToken)
    {
        while (!await AnswersAsync(address, cancellationToken))
        {
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> AnswersAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(address, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
