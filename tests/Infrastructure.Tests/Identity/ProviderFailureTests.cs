using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Modular.Infrastructure.Identity;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>What the log says of a provider that gives no answer.</summary>
public sealed class ProviderFailureTests
{
    public static TheoryData<Exception, string> Failures => new()
    {
        { new HttpRequestException(HttpRequestError.NameResolutionError), "the name of its host cannot be resolved" },
        { new HttpRequestException(HttpRequestError.SecureConnectionError, "", new AuthenticationException("The certificate is invalid.")), "no TLS connection: The certificate is invalid." },
        { new HttpRequestException(HttpRequestError.SecureConnectionError), "no TLS connection: the handshake failed" },
        { new HttpRequestException(HttpRequestError.ProxyTunnelError), "the proxy does not connect to it" },
        { new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded), "the answer is too large" },
        { new HttpRequestException(HttpRequestError.ConnectionError, "", new SocketException((int)SocketError.ConnectionRefused)), "no connection: ConnectionRefused" },
        { new HttpRequestException(HttpRequestError.ConnectionError), "no connection in time" },
        { new HttpRequestException(HttpRequestError.ResponseEnded), "the answer is broken or ends too soon" },
        { new HttpRequestException(HttpRequestError.InvalidResponse), "the answer is broken or ends too soon" },
        { new BrokenCircuitException(), "it failed so often that it is not asked for a few seconds" },
        { new RateLimiterRejectedException(), "too many calls to it are under way" },
        { new TimeoutRejectedException(), "no answer in time" },
        { new OperationCanceledException(), "no answer in time" },
        { new IOException(), "no answer (IOException)" },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void A_failure_is_said_as_an_operator_looks_for_it(Exception failure, string sentence) =>
        ProviderFailure.Describe(failure).ShouldBe(sentence);

    [Theory]
    [InlineData(500, null, "answered 500")]
    [InlineData(302, "https://elsewhere.example/", "answered 302, and redirects to another host are not followed")]
    [InlineData(304, null, "answered 304")]
    [InlineData(404, null, "answered 404")]
    public void An_answer_of_no_use_is_said_by_its_status(int status, string? location, string sentence)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        response.Headers.Location = location is null ? null : new Uri(location);

        ProviderFailure.Describe(response).ShouldBe(sentence);
    }
}
