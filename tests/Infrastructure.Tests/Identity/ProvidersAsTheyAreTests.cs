using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Http;
using Modular.Infrastructure.Identity.Oidc;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>An OpenID provider over real sockets, whose HTTP and JSON are as they are found: what can be read is read, and the rest is undecided.</summary>
public sealed class ProvidersAsTheyAreTests(SigningKeys keys) : IClassFixture<SigningKeys>, IAsyncDisposable
{
    private const string Discovery = "/.well-known/openid-configuration";
    private const string Ok = "HTTP/1.1 200 OK\nConnection: close\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RawProvider _provider = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    private ServiceProvider? _services;

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();

        // The services wait for calls that are under way, and do so by the clock.
        var ending = _services?.DisposeAsync().AsTask() ?? Task.CompletedTask;
        while (!ending.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(ending, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None));
        }

        await ending;
    }

    [Fact]
    public async Task Each_request_names_this_program_and_what_it_takes()
    {
        _provider.Answer(Discovery, Metadata());
        _provider.Answer("/jwks", Jwks());

        (await ValidateAsync()).ShouldBeOfType<TokenVerdict.Accepted>();

        _provider.Asked.Count.ShouldBe(2);
        _provider.Asked.ShouldAllBe(head => head.Contains("\r\nUser-Agent: Modular-Api/", StringComparison.Ordinal));
        _provider.Asked.ShouldAllBe(head => head.Contains("\r\nAccept: application/json, application/jwk-set+json, */*; q=0.1\r\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("as text")]
    [InlineData("without a type")]
    [InlineData("with another charset")]
    [InlineData("with a byte order mark")]
    [InlineData("in UTF-16")]
    [InlineData("compressed")]
    [InlineData("in chunks")]
    [InlineData("by HTTP/1.0")]
    [InlineData("with a date of last year and an age")]
    public async Task Metadata_and_keys_are_read_however_they_are_sent(string how)
    {
        Serve(Discovery, Metadata());
        Serve("/jwks", Jwks());

        (await ValidateAsync()).ShouldBeOfType<TokenVerdict.Accepted>();

        void Serve(string path, string json)
        {
            var body = Encoding.UTF8.GetBytes(json);
            switch (how)
            {
                case "as text":
                    _provider.Answer(path, Ok + "Content-Type: text/plain", body);
                    break;
                case "without a type":
                    _provider.Answer(path, Ok.TrimEnd('\n'), body);
                    break;
                case "with another charset":
                    _provider.Answer(path, Ok + "Content-Type: application/json;charset=x-unknown", body);
                    break;
                case "with a byte order mark":
                    _provider.Answer(path, Ok + "Content-Type: application/json", [0xEF, 0xBB, 0xBF, .. body]);
                    break;
                case "in UTF-16":
                    _provider.Answer(path, Ok + "Content-Type: application/json; charset=utf-16", Encoding.Unicode.GetBytes(json));
                    break;
                case "compressed":
                    _provider.Answer(path, Ok + "Content-Encoding: gzip\nContent-Type: application/json", Compressed(body));
                    break;
                case "in chunks":
                    _provider.Answer(path, Ok + "Transfer-Encoding: chunked", [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8]);
                    break;
                case "by HTTP/1.0":
                    _provider.Answer(path, "HTTP/1.0 200 Fine", body);
                    break;
                default:
                    _provider.Answer(path, Ok + "Date: Wed, 15 Jan 2025 12:00:00 GMT\nAge: 31536000\nCache-Control: no-store\nExpires: 0", body);
                    break;
            }
        }
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_within_the_host_is_followed(int status)
    {
        _provider.Answer(Discovery, $"HTTP/1.1 {status} Elsewhere\nConnection: close\nContent-Length: 0\nLocation: {Discovery}/", []);
        _provider.Answer(Discovery + "/", Metadata());
        _provider.Answer("/jwks", $"HTTP/1.1 {status} Elsewhere\nConnection: close\nContent-Length: 0\nLocation: {_provider.Address}/v2/jwks", []);
        _provider.Answer("/v2/jwks", Jwks());

        (await ValidateAsync()).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Fact]
    public async Task A_redirect_to_another_host_or_without_end_is_not_followed()
    {
        await using var other = new RawProvider();
        other.Answer("/jwks", Jwks());
        _provider.Answer(Discovery, Metadata());
        _provider.Answer("/jwks", $"HTTP/1.1 302 Elsewhere\nConnection: close\nContent-Length: 0\nLocation: {other.Address}/jwks", []);
        (await ValidateAsync()).ShouldBeOfType<TokenVerdict.Undecided>();
        other.Asked.ShouldBeEmpty();

        _provider.Answer("/jwks", "HTTP/1.1 302 Elsewhere\nConnection: close\nContent-Length: 0\nLocation: /jwks", []);
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await ValidateAsync()).ShouldBeOfType<TokenVerdict.Undecided>();
        _provider.Asked.Count(head => head.StartsWith("GET /jwks ", StringComparison.Ordinal)).ShouldBe(1 + 4);
    }

    [Theory]
    [InlineData("no HTTP")]
    [InlineData("nothing")]
    [InlineData("half of it")]
    [InlineData("not compressed as it says: gzip")]
    [InlineData("not compressed as it says: deflate")]
    [InlineData("not compressed as it says: br")]
    [InlineData("compressed by what is unknown")]
    [InlineData("chunks that are none")]
    [InlineData("a chunk beyond all numbers")]
    [InlineData("two lengths")]
    [InlineData("a header of a megabyte")]
    [InlineData("an upgrade")]
    [InlineData("interim answers without end")]
    [InlineData("too large")]
    [InlineData("too large once unpacked")]
    [InlineData("a page")]
    [InlineData("201")]
    [InlineData("204")]
    [InlineData("206")]
    [InlineData("300")]
    [InlineData("304")]
    [InlineData("401")]
    [InlineData("407")]
    [InlineData("429")]
    [InlineData("500")]
    public async Task What_is_no_key_set_leaves_the_token_undecided(string what)
    {
        _provider.Answer(Discovery, Metadata());
        var body = Encoding.UTF8.GetBytes(Jwks());
        var padded = Encoding.UTF8.GetBytes(Jwks() + new string(' ', 600 * 1024));
        switch (what)
        {
            case "no HTTP":
                _provider.Answer("/jwks", "SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray());
                break;
            case "nothing":
                _provider.Answer("/jwks", []);
                break;
            case "half of it":
                _provider.Answer("/jwks", $"{Ok}Content-Length: {body.Length}", body[..(body.Length / 2)]);
                break;
            case "not compressed as it says: gzip" or "not compressed as it says: deflate" or "not compressed as it says: br":
                _provider.Answer("/jwks", $"{Ok}Content-Encoding: {what.Split(' ')[^1]}", body);
                break;
            case "compressed by what is unknown":
                _provider.Answer("/jwks", Ok + "Content-Encoding: x-unknown", Compressed(body));
                break;
            case "chunks that are none":
                _provider.Answer("/jwks", Ok + "Transfer-Encoding: chunked", body);
                break;
            case "a chunk beyond all numbers":
                _provider.Answer("/jwks", Ok + "Transfer-Encoding: chunked", "FFFFFFFFFFFFFFFF\r\n{"u8.ToArray());
                break;
            case "two lengths":
                _provider.Answer("/jwks", $"{Ok}Content-Length: 1\nContent-Length: {body.Length}", body);
                break;
            case "a header of a megabyte":
                _provider.Answer("/jwks", $"{Ok}X: {new string('a', 1_000_000)}", body);
                break;
            case "an upgrade":
                _provider.Answer("/jwks", "HTTP/1.1 101 Switching Protocols\nConnection: upgrade\nUpgrade: x", body);
                break;
            case "interim answers without end":
                _provider.Answer("/jwks", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 5000))));
                break;
            case "too large":
                _provider.Answer("/jwks", $"{Ok}Content-Length: {padded.Length}", padded);
                break;
            case "too large once unpacked":
                _provider.Answer("/jwks", Ok + "Content-Encoding: gzip", Compressed(padded));
                break;
            case "a page":
                _provider.Answer("/jwks", Ok + "Content-Type: text/html", "<html>Sign in to the network</html>"u8.ToArray());
                break;
            default:
                _provider.Answer("/jwks", $"HTTP/1.1 {what} No\nConnection: close\nRetry-After: 3600", body);
                break;
        }

        (await ValidateAsync()).ShouldBeOfType<TokenVerdict.Undecided>().RetryAfter.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(Discovery, "Content-Length: 100000")]
    [InlineData(Discovery, "Content-Type: application/json")]
    [InlineData("/jwks", "Content-Length: 100000")]
    [InlineData("/jwks", "Content-Type: application/json")]
    public async Task A_body_that_comes_byte_by_byte_is_given_up_after_five_seconds(string path, string header)
    {
        _provider.Answer(Discovery, Metadata());
        _provider.Answer("/jwks", Jwks());
        var slow = _provider.AnswerSlowly(path, Ok + header);
        var validation = ValidateAsync();
        await slow.Begun.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);

        for (var second = 0; second < 5; second++)
        {
            slow.Ended.IsCompleted.ShouldBeFalse();
            await slow.DripAsync((byte)' ', TestContext.Current.CancellationToken);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await slow.Ended.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        (await validation).ShouldBeOfType<TokenVerdict.Undecided>();
        (await ValidateAsync()).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Fact]
    public async Task An_issuer_may_end_with_a_slash_and_keys_may_be_on_another_host()
    {
        await using var other = new RawProvider();
        other.Answer("/keys?v=2", Jwks());
        _provider.Answer(Discovery, $$"""{"more":{"deep":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]},"issuer":"{{_provider.Address}}/","jwks_uri":"{{other.Address}}/keys?v=2"}""");

        (await ValidateAsync(_provider.Address + "/")).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Fact]
    public async Task A_provider_may_have_an_address_of_IPv6()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using var provider = new RawProvider(IPAddress.IPv6Loopback);
        provider.Answer(Discovery, $$"""{"issuer":"{{provider.Address}}","jwks_uri":"{{provider.Address}}/jwks"}""");
        provider.Answer("/jwks", Jwks());

        (await ValidateAsync(provider.Address)).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Fact]
    public void Loopback_is_asked_past_the_machines_proxy_and_other_hosts_through_it()
    {
        var proxy = new LoopbackPastProxy(new WebProxy("http://proxy.example:3128"));

        foreach (var local in new[] { "http://localhost:9229/", "http://127.0.0.1/", "http://[::1]:80/" })
        {
            proxy.IsBypassed(new Uri(local)).ShouldBeTrue();
            proxy.GetProxy(new Uri(local)).ShouldBeNull();
        }

        proxy.IsBypassed(new Uri("https://login.example.com/")).ShouldBeFalse();
        proxy.GetProxy(new Uri("https://login.example.com/")).ShouldBe(new Uri("http://proxy.example:3128"));
    }

    private static byte[] Compressed(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return packed.ToArray();
    }

    private string Metadata() => $$"""{"issuer":"{{_provider.Address}}","jwks_uri":"{{_provider.Address}}/jwks"}""";

    private string Jwks()
    {
        using var pool = new PoolKeys();
        pool.Publish("k1", keys.Ours);
        return pool.Jwks();
    }

    private async Task<TokenVerdict> ValidateAsync(string? authority = null)
    {
        var issuer = authority ?? _provider.Address;
        var validator = (_services ??= Start(issuer)).GetRequiredService<ITokenValidator>();
        var claims = ResourceClaims.Of(TokenOrder.Person("orders.read"), issuer, "web", "worker", _clock.GetUtcNow());
        return await validator.ValidateAsync(PoolKeys.Sign(keys.Ours, "k1", claims), TestContext.Current.CancellationToken);
    }

    private ServiceProvider Start(string authority)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Development" });
        services.AddIdentityProviders(identity => identity.AddOidc("main", options =>
        {
            options.Authority = authority;
            options.Audiences.Add("https://api.example.com");
            options.RequireAccessTokenType = false;
        }));
        return services.BuildServiceProvider();
    }
}
