using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Modular.Infrastructure.Identity.Http;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>The log lines about a provider that gives no answer.</summary>
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
    [InlineData(299, "https://elsewhere.example/", "answered 299")]
    [InlineData(300, "https://elsewhere.example/", "answered 300, and redirects to another host are not followed")]
    [InlineData(399, "https://elsewhere.example/", "answered 399, and redirects to another host are not followed")]
    [InlineData(400, "https://elsewhere.example/", "answered 400")]
    public void An_answer_of_no_use_is_said_by_its_status(int status, string? location, string sentence)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        response.Headers.Location = location is null ? null : new Uri(location);

        ProviderFailure.Describe(response).ShouldBe(sentence);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData("1", 2)]
    [InlineData("2", 2)]
    [InlineData("3", 3)]
    [InlineData("60", 60)]
    [InlineData("61", 60)]
    [InlineData("Thu, 15 Jan 2026 12:00:30 GMT", 30)]
    [InlineData("Thu, 15 Jan 2026 11:59:59 GMT", 2)]
    [InlineData("Thu, 15 Jan 2026 13:00:00 GMT", 60)]
    public void A_provider_is_asked_again_when_it_says_within_2_to_60_seconds(string? header, int seconds)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        if (header is not null)
        {
            response.Headers.Add("Retry-After", header);
        }

        ProviderFailure.RetryAfter(response, new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero)).ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void A_provider_that_says_nothing_at_all_is_asked_again_after_two_seconds() =>
        ProviderFailure.RetryAfter(response: null, DateTimeOffset.UnixEpoch).ShouldBe(TimeSpan.FromSeconds(2));

    [Fact]
    public void What_a_provider_does_is_told_from_a_bug()
    {
        foreach (var failure in new Exception[] { new HttpRequestException(), new IOException(), new TimeoutRejectedException(), new BrokenCircuitException() })
        {
            ProviderFailure.IsOne(failure).ShouldBeTrue();
        }

        ProviderFailure.IsOne(new InvalidOperationException()).ShouldBeFalse();
        ProviderFailure.IsOne(new OperationCanceledException()).ShouldBeFalse();
    }
}
