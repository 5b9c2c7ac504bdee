using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;

namespace Modular.Infrastructure.Identity.Http;

/// <summary>Names the reason why a provider gave no answer, for a log line, and repeats no text of the provider.</summary>
internal static class ProviderFailure
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(60);

    /// <summary>When to ask again: as the provider says (RFC 9110 section 10.2.3), 2 to 60 seconds; 2 where it says nothing.</summary>
    public static TimeSpan RetryAfter(HttpResponseMessage? response, DateTimeOffset now)
    {
        var stated = response?.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - now ?? Soonest : Soonest;
        return TimeSpan.FromTicks(Math.Clamp(stated.Ticks, Soonest.Ticks, Latest.Ticks));
    }

    /// <summary>Whether the exception says that the provider gave no answer, rather than that there is a bug here.</summary>
    public static bool IsOne(Exception exception) => exception is HttpRequestException or IOException or ExecutionRejectedException;

    /// <summary>An answer that is of no use.</summary>
    public static string Describe(HttpResponseMessage response) =>
        response.Headers.Location is not null && response.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest
            ? $"answered {(int)response.StatusCode}, and redirects to another host are not followed"
            : $"answered {(int)response.StatusCode}";

    /// <summary>The failure to get any answer.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the name of its host cannot be resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            $"no TLS connection: {(exception.InnerException as AuthenticationException)?.Message ?? "the handshake failed"}",
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => "the proxy does not connect to it",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "the answer is too large",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError, InnerException: SocketException socket } => $"no connection: {socket.SocketErrorCode}",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection in time",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse } => "the answer is broken or ends too soon",
        BrokenCircuitException => "it failed so often that it is not asked for a few seconds",
        RateLimiterRejectedException => "too many calls to it are under way",
        ExecutionRejectedException or OperationCanceledException => "no answer in time",
        _ => $"no answer ({exception.GetType().Name})",
    };
}
