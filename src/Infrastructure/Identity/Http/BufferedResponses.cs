namespace Modular.Infrastructure.Identity.Http;

/// <summary>
/// Buffers the response inside the resilience pipeline, so that its time-out and size limit cover the body too: a client reads the body
/// outside of it, and would wait without end for a body that never ends. Tells a failure from a caller who gave up.
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
