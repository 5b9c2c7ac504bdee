namespace Modular.Infrastructure.Identity.Http;

/// <summary>
/// Answers with their bodies, or failures that are told from a caller who gave up. Within the pipeline, so that its limits hold for the
/// whole: a client reads bodies behind it, where one that never ends would be waited for without end.
/// </summary>
internal sealed class BufferedResponses(long maxBytes) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(maxBytes, cancellationToken);
            return response;
        }
        catch (OperationCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
        {
            // A connection that is not made in time ends like this, although nothing was cancelled.
            response?.Dispose();
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was not made in time.", timeout);
        }
        catch (Exception broken) when (response is not null && broken is (InvalidDataException or InvalidOperationException))
        {
            // A body that is not compressed as its header says ends with the former, and with the latter when that is Brotli.
            response?.Dispose();
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The body cannot be decompressed.", broken);
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }
}
