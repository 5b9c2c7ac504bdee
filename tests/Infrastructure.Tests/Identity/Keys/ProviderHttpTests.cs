using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Modular.Infrastructure.Identity.Http;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Modular.Infrastructure.Tests.Identity.Keys;

/// <summary>How much a provider is asked, and when it is left in peace.</summary>
public sealed class ProviderHttpTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Provider _provider = new();
    private readonly ServiceProvider _services;
    private readonly FakeLogCollector _log;

    public ProviderHttpTests()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddProviderHttp("main");
        services.AddHttpClient(ProviderHttp.ClientName("main")).ConfigurePrimaryHttpMessageHandler(() => _provider).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging());
        _services = services.BuildServiceProvider();
        _log = _services.GetFakeLogCollector();
    }

    public void Dispose()
    {
        _services.Dispose();
        _provider.Dispose();
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, 10)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 10)]
    [InlineData(HttpStatusCode.TooManyRequests, 10)]
    [InlineData(HttpStatusCode.OK, 30)]
    [InlineData(HttpStatusCode.BadRequest, 30)]
    [InlineData(HttpStatusCode.Unauthorized, 30)]
    [InlineData(HttpStatusCode.Forbidden, 30)]
    [InlineData(HttpStatusCode.NotFound, 30)]
    [InlineData((HttpStatusCode)499, 30)]
    public async Task A_provider_that_fails_ten_times_is_left_in_peace(HttpStatusCode status, int asked)
    {
        _provider.Answer = _ => Task.FromResult(new HttpResponseMessage(status));
        await AskAsync(30);

        _provider.Asked.ShouldBe(asked);
    }

    [Theory]
    [InlineData(typeof(HttpRequestException))]
    [InlineData(typeof(IOException))]
    public async Task A_provider_that_cannot_be_reached_ten_times_is_left_in_peace(Type failure)
    {
        _provider.Answer = _ => throw (Exception)Activator.CreateInstance(failure)!;
        await AskAsync(30);

        _provider.Asked.ShouldBe(10);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public async Task Half_of_ten_that_fail_are_enough(int failures, bool isLeft)
    {
        await AskAsync(10 - failures);
        _provider.Answer = Fail;
        await AskAsync(failures);
        _provider.Answer = Succeed;
        await AskAsync(1);

        _provider.Asked.ShouldBe(isLeft ? 10 : 11);
    }

    [Fact]
    public async Task It_is_asked_again_after_five_seconds()
    {
        _provider.Answer = Fail;
        await AskAsync(10);
        _provider.Answer = Succeed;
        _clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        (await FailureAsync()).ShouldBeOfType<BrokenCircuitException>();
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        (await FailureAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Failures_more_than_ten_seconds_ago_do_not_count()
    {
        _provider.Answer = Fail;
        await AskAsync(9);
        _clock.Advance(TimeSpan.FromSeconds(11));
        await AskAsync(9);

        _provider.Asked.ShouldBe(18);
    }

    [Fact]
    public async Task One_host_that_fails_does_not_close_another()
    {
        _provider.Answer = Fail;
        await AskAsync(10);
        _provider.Answer = Succeed;

        (await FailureAsync("https://other.example/keys")).ShouldBeNull();
        (await FailureAsync("https://keys.example/other")).ShouldBeOfType<BrokenCircuitException>();
    }

    [Fact]
    public async Task At_most_a_hundred_ask_at_once()
    {
        var gate = new TaskCompletionSource();
        _provider.Answer = async _ =>
        {
            await gate.Task;
            return new HttpResponseMessage(HttpStatusCode.OK);
        };
        var waiting = Enumerable.Range(0, 100).Select(_ => FailureAsync()).ToList();
        (await FailureAsync()).ShouldBeAssignableTo<ExecutionRejectedException>();
        waiting.ShouldAllBe(ask => !ask.IsCompleted);
        gate.SetResult();

        (await Task.WhenAll(waiting)).ShouldAllBe(failure => failure == null);
        _provider.Asked.ShouldBe(100);
    }

    [Fact]
    public async Task An_answer_is_waited_for_five_seconds()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _provider.Answer = async cancellation =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellation);
            return new HttpResponseMessage(HttpStatusCode.OK);
        };
        var ask = FailureAsync();
        await asked.Task;
        _clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        ask.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        (await ask).ShouldBeOfType<TimeoutRejectedException>();
    }

    [Fact]
    public async Task What_each_request_of_an_outage_meets_is_logged_for_developers_alone_and_that_a_provider_is_left_for_all()
    {
        var gate = new TaskCompletionSource<HttpResponseMessage>();
        _provider.Answer = _ => gate.Task;
        var waiting = Enumerable.Range(0, 100).Select(_ => FailureAsync()).ToList();
        await FailureAsync();
        gate.SetException(new HttpRequestException("down"));
        await Task.WhenAll(waiting);
        _clock.Advance(TimeSpan.FromSeconds(5));
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _provider.Answer = async cancellation =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellation);
            return new HttpResponseMessage(HttpStatusCode.OK);
        };
        var late = FailureAsync();
        await asked.Task;
        _clock.Advance(TimeSpan.FromSeconds(5));
        await late;

        Levels("OnRateLimiterRejected").ShouldBe([LogLevel.Debug]);
        Levels("OnTimeout").ShouldBe([LogLevel.Debug]);
        Levels("OnCircuitOpened").ShouldAllBe(level => level == LogLevel.Error);
        Levels("OnCircuitOpened").ShouldNotBeEmpty();

        LogLevel[] Levels(string happened) => [.. _log.GetSnapshot()
            .Where(line => line.GetStructuredStateValue("EventName") == happened)
            .Select(line => line.Level)];
    }

    [Fact]
    public void The_client_has_no_time_out_of_the_real_clock()
    {
        using var client = Client();

        client.Timeout.ShouldBe(Timeout.InfiniteTimeSpan);
        client.MaxResponseContentBufferSize.ShouldBeLessThanOrEqualTo(1024 * 1024);
    }

    [Fact]
    public void A_provider_sets_no_cookies_and_sends_no_request_elsewhere()
    {
        using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddProviderHttp("main").BuildServiceProvider();
        var handler = services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(ProviderHttp.ClientName("main"));
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        var sockets = handler.ShouldBeOfType<SocketsHttpHandler>();
        (sockets.AllowAutoRedirect, sockets.UseCookies, sockets.ConnectTimeout).ShouldBe((false, false, TimeSpan.FromSeconds(2)));
    }

    private static Task<HttpResponseMessage> Fail(CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError));

    private static Task<HttpResponseMessage> Succeed(CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));

    private HttpClient Client() => _services.GetRequiredService<IHttpClientFactory>().CreateClient(ProviderHttp.ClientName("main"));

    private async Task AskAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await FailureAsync();
        }
    }

    private async Task<Exception?> FailureAsync(string address = "https://keys.example/keys")
    {
        using var client = Client();
        try
        {
            using var response = await client.GetAsync(new Uri(address), TestContext.Current.CancellationToken);
            return null;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or ExecutionRejectedException)
        {
            return failure;
        }
    }

    private sealed class Provider : HttpMessageHandler
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public Func<CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = Succeed;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return Answer(cancellationToken);
        }
    }
}
