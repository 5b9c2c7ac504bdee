using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Modular.Infrastructure.Identity.Keys;
using Modular.Infrastructure.Tests.Identity.Keys;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>The log lines about keys: each change once, however often keys are fetched.</summary>
public sealed class KeyLogTests : IClassFixture<SigningKeys>, IDisposable
{
    private const string Place = "https://keys.example/jwks.json";

    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly SigningKeys _keys;
    private readonly PoolKeys _pool = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeLogger _log = new();
    private readonly JwksCache _source;

    public KeyLogTests(SigningKeys keys)
    {
        _keys = keys;
        _pool.Publish("k1", keys.Ours);
        _source = new JwksCache(
            new JwksEndpoint(new Uri(Place), () => new HttpClient(_pool, disposeHandler: false)), TimeSpan.FromMinutes(60), _clock, _log);
    }

    public void Dispose() => _pool.Dispose();

    [Fact]
    public async Task Keys_that_stay_the_same_are_said_once()
    {
        await FetchAsync(3);
        Said().ShouldBe([$"Fetched 1 signing keys from {Place}"]);
        _pool.Publish("k2", _keys.Strangers);
        await FetchAsync(2);

        Said().ShouldBe([$"Fetched 1 signing keys from {Place}", $"Fetched 2 signing keys from {Place}"]);
    }

    [Fact]
    public async Task A_key_that_is_left_out_is_named_once_and_again_when_it_has_changed()
    {
        var odd = """{"kty":"RSA","kid":"odd"}""";
        Answer(() => _pool.Jwks().Replace("[", $"[{odd},", StringComparison.Ordinal));
        await FetchAsync(3);
        odd = """{"kty":"RSA","kid":"odd","use":"enc"}""";
        await FetchAsync(3);

        Said().ShouldBe([
            $"Fetched 1 signing keys from {Place}",
            $"The key odd of {Place} is left out: its n or e is no unpadded base64url",
            $"Fetched 1 signing keys from {Place}",
            $"The key odd of {Place} is not for signatures of access tokens: its use is not sig",
        ]);
        _log.Collector.GetSnapshot().Select(line => line.Level).ShouldBe([LogLevel.Information, LogLevel.Warning, LogLevel.Information, LogLevel.Information]);
    }

    [Fact]
    public async Task However_many_keys_are_left_out_ten_are_named()
    {
        Answer(() => _pool.Jwks().Replace("[", "[" + string.Concat(Enumerable.Range(0, 500).Select(i => $$"""{"kty":"RSA","kid":"odd{{i}}"},""")), StringComparison.Ordinal));
        await FetchAsync(2);

        Said().Count.ShouldBe(12);
        Said()[^1].ShouldBe($"490 more keys of {Place} are left out");
    }

    [Fact]
    public async Task An_outage_is_said_once_and_again_each_five_minutes_and_its_end_once()
    {
        await FetchAsync(1);
        _pool.Instead = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        await FetchAsync(299);
        Said().Count(line => line == $"Signing keys at {Place} cannot be fetched: answered 503").ShouldBe(1);
        await FetchAsync(5);
        Said().Count(line => line == $"Signing keys at {Place} cannot be fetched: answered 503").ShouldBe(2);
        _pool.Instead = (_, _) => throw new HttpRequestException(HttpRequestError.NameResolutionError);
        await FetchAsync(2);
        _pool.Instead = null;
        await FetchAsync(2);

        Said().TakeLast(2).ShouldBe([
            $"Signing keys at {Place} cannot be fetched: the name of its host cannot be resolved",
            $"Fetched 1 signing keys from {Place}",
        ]);
    }

    [Fact]
    public async Task The_end_of_keys_is_announced_and_said_and_their_renewal_too()
    {
        await FetchAsync(1);
        _pool.Instead = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        for (var minute = 0; minute < 65; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await _source.RefreshAsync(TestContext.Current.CancellationToken);
        }

        _pool.Instead = null;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await FetchAsync(2);

        Said().Where(line => line.Contains("trusted", StringComparison.Ordinal)).ShouldBe([
            $"The signing keys of {Place} are of 2026-01-15 12:00:00Z and are trusted only until 2026-01-15 13:00:00Z (KeysMaxAgeMinutes 60): see why they cannot be fetched",
            $"The signing keys of {Place} are of 2026-01-15 12:00:00Z, older than KeysMaxAgeMinutes (60) allows, so they are not trusted any more and their tokens are answered 503: see why they cannot be fetched",
            $"The signing keys of {Place} are of 2026-01-15 13:05:02Z, and trusted again",
        ]);
    }

    [Fact]
    public void The_last_quarter_of_their_time_begins_and_ends_to_the_instant()
    {
        var log = new KeyLog(new StubFeed(), TimeSpan.FromMinutes(60), _clock, _log);
        log.Aged(TimeSpan.FromMinutes(45) - Tick);
        Said().ShouldBeEmpty();
        log.Aged(TimeSpan.FromMinutes(45));
        Said().ShouldHaveSingleItem().ShouldContain("trusted only until 2026-01-15 12:15:00Z");
        log.Aged(TimeSpan.FromMinutes(60));
        Said().Count.ShouldBe(1);
        log.Aged(TimeSpan.FromMinutes(60) + Tick);

        Said()[^1].ShouldContain("not trusted any more");
        Said().Count.ShouldBe(2);
    }

    [Fact]
    public void Keys_that_come_back_shortly_before_their_end_are_said_to_be_trusted_until_then()
    {
        var log = new KeyLog(new StubFeed(), TimeSpan.FromMinutes(60), _clock, _log);
        log.Aged(TimeSpan.FromMinutes(61));
        log.Aged(TimeSpan.FromMinutes(50));

        Said()[^1].ShouldContain("trusted only until 2026-01-15 12:10:00Z");
    }

    [Fact]
    public void An_outage_is_said_again_after_five_minutes_to_the_instant()
    {
        var log = new KeyLog(new StubFeed(), TimeSpan.FromMinutes(60), _clock, _log);
        log.Failed("down");
        _clock.Advance(TimeSpan.FromMinutes(5) - Tick);
        log.Failed("down");
        Said().Count.ShouldBe(1);
        _clock.Advance(Tick);
        log.Failed("down");
        Said().Count.ShouldBe(2);

        _clock.Advance(TimeSpan.FromMinutes(5) - Tick);
        log.Failed("down");
        Said().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Ten_keys_that_are_left_out_are_all_of_them()
    {
        Answer(() => _pool.Jwks().Replace("[", "[" + string.Concat(Enumerable.Range(0, 10).Select(i => $$"""{"kty":"RSA","kid":"odd{{i}}"},""")), StringComparison.Ordinal));
        await FetchAsync(1);

        Said().Count.ShouldBe(11);
        Said()[^1].ShouldStartWith("The key odd9 of");
    }

    private void Answer(Func<string> jwks) =>
        _pool.Instead = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(jwks()) });

    private async Task FetchAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await _source.RefreshAsync(TestContext.Current.CancellationToken);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private IReadOnlyList<string> Said() => [.. _log.Collector.GetSnapshot().Select(line => line.Message)];
}
