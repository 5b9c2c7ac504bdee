using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Modular.Infrastructure.Identity.Keys;
using Modular.Infrastructure.Identity.Oidc;

namespace Modular.Infrastructure.Tests.Identity.Oidc;

/// <summary>When a provider is asked again where its keys are, and what becomes of the keys meanwhile.</summary>
public sealed class DiscoveredJwksTests : IClassFixture<SigningKeys>, IDisposable
{
    private const string Authority = "https://login.example.com/tenant";
    private const string Discovery = Authority + "/.well-known/openid-configuration";
    private const string KeysUri = "https://keys.example.com/jwks.json";

    private readonly PoolKeys _provider = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeLogger _log = new();
    private Func<HttpResponseMessage> _metadata = () => Text($$"""{"issuer":"{{Authority}}","jwks_uri":"{{KeysUri}}","token_endpoint":"https://login.example.com/t"}""");
    private Func<HttpResponseMessage> _keys;

    public DiscoveredJwksTests(SigningKeys keys)
    {
        _provider.Publish("k1", keys.Ours);
        _keys = () => Text(_provider.Jwks());
        _provider.Instead = (request, _) => Task.FromResult(request.RequestUri!.AbsoluteUri == Discovery ? _metadata() : _keys());
    }

    private int Discoveries => _provider.Asked.Count(address => address.AbsoluteUri == Discovery);

    public void Dispose() => _provider.Dispose();

    [Fact]
    public async Task The_metadata_is_under_the_authority()
    {
        var feed = Feed();
        feed.Place.ShouldBe(Discovery);

        (await feed.FetchAsync(Cancelled)).ShouldBeOfType<KeyFetch.Fetched>().Keys.Count.ShouldBe(1);
        (feed.Place, feed.RefreshAfter).ShouldBe((KeysUri, TimeSpan.FromMinutes(5)));
        feed.Metadata!.TokenEndpoint.ShouldBe(new Uri("https://login.example.com/t"));
        _provider.Asked.ShouldBe([new Uri(Discovery), new Uri(KeysUri)]);
    }

    [Fact]
    public void An_authority_that_ends_with_a_slash_has_its_metadata_at_the_same_place() => Feed(Authority + "/").Place.ShouldBe(Discovery);

    [Fact]
    public async Task Where_the_keys_are_is_asked_again_after_an_hour()
    {
        var feed = Feed();
        await feed.FetchAsync(Cancelled);
        _clock.Advance(TimeSpan.FromHours(1));
        await feed.FetchAsync(Cancelled);
        Discoveries.ShouldBe(1);
        _clock.Advance(TimeSpan.FromTicks(1));
        await feed.FetchAsync(Cancelled);
        Discoveries.ShouldBe(2);

        await feed.FetchAsync(Cancelled);
        Discoveries.ShouldBe(2);
    }

    [Fact]
    public async Task While_that_fails_the_known_address_serves_for_another_hour()
    {
        var feed = Feed();
        await feed.FetchAsync(Cancelled);
        _metadata = () => new HttpResponseMessage(HttpStatusCode.InternalServerError);
        _clock.Advance(TimeSpan.FromHours(2));

        (await feed.FetchAsync(Cancelled)).ShouldBeOfType<KeyFetch.Fetched>();
        (await feed.FetchAsync(Cancelled)).ShouldBeOfType<KeyFetch.Fetched>();
        Discoveries.ShouldBe(2);
        Warning().ShouldBe($"The metadata at {Discovery} cannot be used, and what it said before goes on to hold: answered 500");
    }

    [Fact]
    public async Task A_rediscovery_without_an_answer_in_two_seconds_is_logged_and_the_known_address_is_fetched()
    {
        var feed = Feed();
        await feed.FetchAsync(Cancelled);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _provider.Instead = async (request, cancellation) =>
        {
            if (request.RequestUri!.AbsoluteUri == Discovery)
            {
                asked.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellation);
            }

            return _keys();
        };
        _clock.Advance(TimeSpan.FromHours(2));
        var fetch = feed.FetchAsync(Cancelled);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(2));

        (await fetch.WaitAsync(TimeSpan.FromSeconds(30), Cancelled)).ShouldBeOfType<KeyFetch.Fetched>();
        Warning().ShouldBe($"The metadata at {Discovery} cannot be used, and what it said before goes on to hold: no answer in time");
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task Keys_that_cannot_be_had_are_looked_for_anew(HttpStatusCode status)
    {
        var feed = Feed();
        await feed.FetchAsync(Cancelled);
        _keys = () => new HttpResponseMessage(status);
        (await feed.FetchAsync(Cancelled)).ShouldBe(
            status == HttpStatusCode.NotFound ? new KeyFetch.NotThere("answered 404") : new KeyFetch.Failed("answered 500"));
        Discoveries.ShouldBe(1);
        await feed.FetchAsync(Cancelled);

        Discoveries.ShouldBe(2);
    }

    [Fact]
    public async Task Before_the_first_metadata_each_fetch_asks_for_it()
    {
        var feed = Feed();
        _metadata = () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        (await feed.FetchAsync(Cancelled)).ShouldBe(new KeyFetch.Failed("the provider's metadata cannot be used: answered 503"));
        feed.Metadata.ShouldBeNull();
        _metadata = () => Text("{}");
        (await feed.FetchAsync(Cancelled)).ShouldBe(new KeyFetch.Failed("the provider's metadata cannot be used: it names no issuer"));

        Discoveries.ShouldBe(2);
        _provider.Asked.ShouldAllBe(address => address.AbsoluteUri == Discovery);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_reached_is_an_outage()
    {
        foreach (var failure in new Exception[] { new HttpRequestException("down"), new IOException("cut") })
        {
            _metadata = () => throw failure;
            (await Feed().FetchAsync(Cancelled)).ShouldBe(new KeyFetch.Failed($"the provider's metadata cannot be used: no answer ({failure.GetType().Name})"));
        }
    }

    [Fact]
    public async Task A_caller_who_gives_up_during_a_rediscovery_gets_a_cancellation()
    {
        var feed = Feed();
        await feed.FetchAsync(Cancelled);
        using var gaveUp = new CancellationTokenSource();
        _metadata = () => throw new OperationCanceledException(gaveUp.Token);
        _clock.Advance(TimeSpan.FromHours(2));
        await gaveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => feed.FetchAsync(gaveUp.Token));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static HttpResponseMessage Text(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body) };

    private string Warning()
    {
        _log.LatestRecord.Level.ShouldBe(LogLevel.Warning);
        return _log.LatestRecord.Message;
    }

    private DiscoveredJwks Feed(string authority = Authority) => new(authority, mayBePlain: false, () => new HttpClient(_provider, disposeHandler: false), _clock, _log);
}
