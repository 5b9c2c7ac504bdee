using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Telemetry;
using Polly.Timeout;

namespace Modular.Infrastructure.Identity.Http;

/// <summary>How providers are asked: never more of them at once, or longer, than we can bear, and not at all while they fail.</summary>
internal static class ProviderHttp
{
    // A thousand keys of 2048 bits have some 430 KB.
    private const int MaxAnswerBytes = 512 * 1024;
    private const int MaxAtOnce = 100;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    // Firewalls that follow AWS's common rules refuse a request that does not say which program it is from.
    private static readonly ProductInfoHeaderValue Program = new("Modular-Api", typeof(ProviderHttp).Assembly.GetName().Version!.ToString(3));

    /// <summary>The name of a provider's HTTP client.</summary>
    public static string ClientName(string provider) => "Identity:" + provider;

    /// <summary>Adds the client of one provider, which keeps a circuit breaker for each host.</summary>
    public static IServiceCollection AddProviderHttp(this IServiceCollection services, string provider)
    {
        services.Configure<TelemetryOptions>(telemetry => telemetry.SeverityProvider = SeverityOf);
        var client = services.AddHttpClient(ClientName(provider), http =>
        {
            http.MaxResponseContentBufferSize = MaxAnswerBytes;
            http.DefaultRequestHeaders.UserAgent.Add(Program);
            http.DefaultRequestHeaders.Accept.ParseAdd("application/json, application/jwk-set+json, */*;q=0.1");

            // The pipeline below has its own, by a clock that tests can move.
            http.Timeout = Timeout.InfiniteTimeSpan;
        });

        // Redirects are followed by SameHostRedirects, within the host that is configured. A provider is another party: it learns no trace id.
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            AutomaticDecompression = DecompressionMethods.All,
            Proxy = new LoopbackPastProxy(HttpClient.DefaultProxy),
            ConnectTimeout = ConnectTimeout,
        });
        client.AddResilienceHandler("provider", (pipeline, context) =>
        {
            pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            pipeline
                .AddConcurrencyLimiter(MaxAtOnce)
                .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
                {
                    SamplingDuration = TimeSpan.FromSeconds(10),
                    MinimumThroughput = 10,
                    FailureRatio = 0.5,
                    BreakDuration = TimeSpan.FromSeconds(5),
                    ShouldHandle = outcome => ValueTask.FromResult(IsFailure(outcome.Outcome)),
                })
                .AddTimeout(AnswerTimeout);
        }).SelectPipelineByAuthority();
        client.AddHttpMessageHandler(() => new BufferedResponses(MaxAnswerBytes));
        client.AddHttpMessageHandler(() => new SameHostRedirects());
        return services;
    }

    // In an outage each request is one of these, and the log says so in lines of its own that are counted.
    private static ResilienceEventSeverity SeverityOf(SeverityProviderArguments happened) =>
        happened.Event.EventName is "OnTimeout" or "OnRateLimiterRejected" ? ResilienceEventSeverity.Debug : happened.Event.Severity;

    // A missing resource (403, 404) and a wrong request of ours (400, 401) are no failure of the provider.
    private static bool IsFailure(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutRejectedException or IOException
        || outcome.Result?.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
