using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Cluster;

/// <summary>Quotas by HTTP. The clock stands still: what is used up stays so until a test moves it.</summary>
public sealed class QuotaTests : IAsyncDisposable
{
    private readonly QuotaHost _api = new();

    private string Alice => Person("alice");

    [Fact]
    public async Task Whoever_asks_more_often_is_429_and_told_when_to_come_back()
    {
        (await _api.AskOftenAsync(QuotaHost.Burst, Alice)).ShouldBe([200, 200, 200]);
        using var refused = await _api.AskAsync(Alice);

        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too-many-requests");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        refused.Headers.Contains(TraceId.Header).ShouldBeTrue();
        refused.Challenge().ShouldBeEmpty();
    }

    [Fact]
    public async Task Time_makes_room_for_as_many_as_it_allows_and_no_more()
    {
        await _api.AskOftenAsync(QuotaHost.Burst, Alice);
        _api.Clock.Advance(QuotaHost.Interval - TimeSpan.FromMilliseconds(1));
        (await _api.AskOftenAsync(1, Alice)).ShouldBe([429]);
        _api.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await _api.AskOftenAsync(2, Alice)).ShouldBe([200, 429]);
        _api.Clock.Advance(TimeSpan.FromHours(1));
        (await _api.AskOftenAsync(QuotaHost.Burst + 1, Alice)).ShouldBe([200, 200, 200, 429]);
    }

    [Fact]
    public async Task Another_token_of_the_same_person_is_no_way_out_and_another_person_has_a_quota_of_their_own()
    {
        await _api.AskOftenAsync(QuotaHost.Burst, Alice);

        (await _api.AskOftenAsync(1, _api.Tokens.ForPerson("alice", ["orders.read", "profile.read"]))).ShouldBe([429]);
        (await _api.AskOftenAsync(1, Person("bob"))).ShouldBe([200]);
    }

    [Fact]
    public async Task A_machine_is_counted_by_its_client_and_apart_from_people()
    {
        await _api.AskOftenAsync(QuotaHost.Burst, Alice);
        var machine = _api.Tokens.ForMachine(["orders.read"]);

        (await _api.AskOftenAsync(QuotaHost.Burst + 1, machine)).ShouldBe([200, 200, 200, 429]);
    }

    [Fact]
    public async Task A_caller_is_counted_wherever_they_ask_from()
    {
        (await _api.AskOftenAsync(QuotaHost.Burst, Alice, from: "192.0.2.1")).ShouldBe([200, 200, 200]);

        (await _api.AskOftenAsync(1, Alice, from: "192.0.2.2")).ShouldBe([429]);
        (await _api.AskOftenAsync(1, Person("bob"), from: "192.0.2.1")).ShouldBe([200]);
    }

    [Theory]
    [InlineData(null, "/api/products", 401)]
    [InlineData("garbage", "/api/products", 401)]
    [InlineData(null, "/openapi/v1.json", 200)]
    [InlineData(null, "/.well-known/oauth-protected-resource", 200)]
    [InlineData(null, "/nothing-here", 401)]
    public async Task Nobody_known_is_counted_by_address(string? token, string path, int status)
    {
        (await _api.AskOftenAsync(QuotaHost.Burst + 1, token, from: "192.0.2.1", path: path)).ShouldBe([status, status, status, 429]);

        (await _api.AskOftenAsync(1, token, from: "192.0.2.2", path: path)).ShouldBe([status]);
        (await _api.AskOftenAsync(1, Alice, from: "192.0.2.1")).ShouldBe([200]);
    }

    [Fact]
    public async Task An_IPv6_network_of_64_bits_is_one_address()
    {
        await _api.AskOftenAsync(QuotaHost.Burst, token: null, from: "2001:db8:1:2::1");

        (await _api.AskOftenAsync(1, token: null, from: "2001:db8:1:2:ffff::9")).ShouldBe([429]);
        (await _api.AskOftenAsync(1, token: null, from: "2001:db8:1:3::1")).ShouldBe([401]);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_probe_has_no_quota_and_takes_nothing_of_any(string path)
    {
        (await _api.AskOftenAsync(QuotaHost.Burst + 2, token: null, from: "192.0.2.1", path: path)).ShouldAllBe(status => status == 200);
        (await _api.AskOftenAsync(QuotaHost.Burst, token: null, from: "192.0.2.1")).ShouldAllBe(status => status == 401);
    }

    [Theory]
    [InlineData(null, "192.0.2.1", null)]
    [InlineData("garbage", "192.0.2.1", null)]
    [InlineData(null, "10.1.0.5", null)]
    [InlineData(null, "10.1.0.5", "10.1.0.5")]
    [InlineData(null, "2001:db8:1:2::1", null)]
    public async Task A_flood_from_the_address_of_the_probe_leaves_the_node_ready(string? token, string from, string? forwardedFor)
    {
        (await _api.AskOftenAsync(QuotaHost.Burst + 1, token, from, forwardedFor))[^1].ShouldBe(429);

        (await _api.AskOftenAsync(2, token, from, forwardedFor, "/health/ready")).ShouldBe([200, 200]);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_it_is_the_address_that_the_proxy_saw()
    {
        await _api.AskOftenAsync(QuotaHost.Burst, token: null, from: "10.1.0.5", forwardedFor: "198.51.100.1");

        (await _api.AskOftenAsync(1, token: null, from: "10.1.9.9", forwardedFor: "198.51.100.1")).ShouldBe([429]);
        (await _api.AskOftenAsync(1, token: null, from: "10.1.0.5", forwardedFor: "198.51.100.2")).ShouldBe([401]);
    }

    [Fact]
    public async Task Behind_several_it_is_the_right_most_that_is_none_of_them_whatever_the_caller_wrote_before()
    {
        await _api.AskOftenAsync(QuotaHost.Burst, token: null, from: "10.1.0.5", forwardedFor: "203.0.113.9, 198.51.100.1, 10.1.0.6, 2001:db8::7");

        (await _api.AskOftenAsync(1, token: null, from: "10.1.0.5", forwardedFor: "1.1.1.1, 198.51.100.1")).ShouldBe([429]);
        (await _api.AskOftenAsync(1, token: null, from: "10.1.0.5", forwardedFor: "203.0.113.9")).ShouldBe([401]);
    }

    [Fact]
    public async Task A_stranger_who_says_to_be_somebody_else_is_counted_as_who_they_are()
    {
        for (var i = 0; i < QuotaHost.Burst; i++)
        {
            (await _api.AskOftenAsync(1, token: null, from: "192.0.2.1", forwardedFor: $"198.51.100.{i}")).ShouldBe([401]);
        }

        (await _api.AskOftenAsync(1, token: null, from: "192.0.2.1", forwardedFor: "198.51.100.99")).ShouldBe([429]);
    }

    [Theory]
    [InlineData("198.51.100.7:4711", "198.51.100.7")]
    [InlineData("[2001:db8:9::1]:4711", "2001:db8:9::2")]
    [InlineData("\"[2001:db8:9::1]\"", "2001:db8:9::1")]
    [InlineData("::ffff:198.51.100.7", "198.51.100.7")]
    [InlineData("spoofed, 198.51.100.7", "198.51.100.7")]
    public async Task However_a_proxy_writes_an_address_it_is_that_address(string forwardedFor, string other)
    {
        await _api.AskOftenAsync(QuotaHost.Burst, token: null, from: "10.1.0.5", forwardedFor: forwardedFor);

        (await _api.AskOftenAsync(1, token: null, from: "10.1.0.5", forwardedFor: other)).ShouldBe([429]);
        (await _api.AskOftenAsync(1, token: null, from: "10.1.0.5", forwardedFor: "203.0.113.9")).ShouldBe([401]);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("_hidden")]
    [InlineData("")]
    [InlineData("999.1.1.1")]
    [InlineData(",,,")]
    public async Task What_a_proxy_writes_and_is_no_address_counts_for_the_proxy_and_fails_nothing(string forwardedFor)
    {
        (await _api.AskOftenAsync(QuotaHost.Burst + 1, token: null, from: "10.1.0.5", forwardedFor: forwardedFor)).ShouldBe([401, 401, 401, 429]);
        (await _api.AskOftenAsync(1, Alice, from: "10.1.0.5", forwardedFor: forwardedFor)).ShouldBe([200]);
    }

    [Fact]
    public async Task A_quota_that_is_used_up_through_a_proxy_that_is_not_trusted_is_in_the_log_once_a_minute()
    {
        await _api.AskOftenAsync(QuotaHost.Burst + 5, token: null, from: "192.0.2.1", forwardedFor: "198.51.100.1");
        await _api.AskOftenAsync(QuotaHost.Burst + 1, token: null, from: "192.0.2.9");

        _api.Log.GetSnapshot().Count(line => line.Message.Contains("TrustedProxies:0", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_nobody_can_decide_on_counts_for_nobody()
    {
        await using var api = new SilentProviderHost();

        (await api.AskOftenAsync(QuotaHost.Burst + 2, "opaque", from: "192.0.2.1")).ShouldAllBe(status => status == 503);
        (await api.AskOftenAsync(QuotaHost.Burst + 1, token: null, from: "192.0.2.1")).ShouldBe([401, 401, 401, 429]);
    }

    [Fact]
    public async Task Neither_address_nor_subject_is_in_the_log()
    {
        await _api.AskOftenAsync(QuotaHost.Burst + 1, Person("secret-subject"), from: "192.0.2.77");
        await _api.AskOftenAsync(QuotaHost.Burst + 1, token: null, from: "192.0.2.77");

        _api.Log.GetSnapshot().ShouldAllBe(line =>
            !line.Message.Contains("secret-subject", StringComparison.Ordinal) && !line.Message.Contains("192.0.2.77", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    private string Person(string subject) => _api.Tokens.ForPerson(subject, ["orders.read"]);

    private sealed class SilentProviderHost : QuotaHost
    {
        protected override IEnumerable<(string Setting, string Value)> Settings =>
        [
            .. base.Settings,
            ("Identity:Providers:silent:Kind", "Introspection"),
            ("Identity:Providers:silent:Endpoint", "http://127.0.0.1:1/introspect"),
            ("Identity:Providers:silent:Issuer", "https://issuer.example"),
            ("Identity:Providers:silent:ClientId", "modular"),
            ("Identity:Providers:silent:ClientSecret", "secret"),
            ("Identity:Providers:silent:Audiences:0", "modular"),
            ("Identity:Providers:silent:ClientIds:0", "web-client"),
        ];
    }
}
