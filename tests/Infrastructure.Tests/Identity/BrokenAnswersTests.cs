using System.Globalization;
using System.Text;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Introspection;
using Modular.Infrastructure.Identity.Oidc;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>
/// For every answer of a provider, byte for byte, a token is accepted, rejected or undecided: good answers that are broken at random, over a
/// socket. A check that throws would be answered 500.
/// </summary>
public sealed class BrokenAnswersTests(SigningKeys keys) : IClassFixture<SigningKeys>
{
    private const int Count = 300;
    private const string Discovery = "/.well-known/openid-configuration";

    private static readonly string[] Pieces =
    [
        "\r\n", "\r\n\r\n", "\0", "\u00ff", "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "1e999", "-1", "\"\\ud800\"", "\"\\u0000\"", "{\"a\":1,\"a\":2}", new string('[', 2000), new('a', 5000),
        "HTTP/1.1 ", "HTTP/9.9 200", " 304 ", " 999 ", " -1 ", "Content-Length: 5\r\n", "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: x\r\n", "Content-Encoding: gzip\r\n", "Content-Encoding: br\r\n", "Content-Encoding: deflate\r\n", "Content-Encoding: gzip, br, deflate\r\n", "Content-Type: ;;;\r\n",
        "Content-Type: application/json; charset=\"\r\n", "Location: http://[\r\n", "Location: \r\n", "Location: //\r\n", "Location: /jwks\r\n", "Location: javascript:1\r\n", "Retry-After: 99999999999999\r\n",
        "Retry-After: -1\r\n", "Retry-After: Mon, 31 Dec 9999 23:59:59 GMT\r\n", "Retry-After: Mon, 01 Jan 0001 00:00:00 GMT\r\n", "Date: x\r\n", "Set-Cookie: \u00ff=;;\r\n", "Connection: upgrade\r\n",
        "Trailer: x\r\n", "WWW-Authenticate: \",\r\n", "X: \u0001\r\n", ": \r\n", "X\r\n", "FFFFFFFFFFFFFFFF\r\n", "0\r\n\r\n", "\"active\":7,", "\"exp\":\"x\",", "\"exp\":1e99,", "\"keys\":{},",
    ];

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Metadata_and_keys()
    {
        await using var provider = new RawProvider();
        var metadata = $$"""{"issuer":"{{provider.Address}}","jwks_uri":"{{provider.Address}}/jwks"}""";
        using var pool = new PoolKeys();
        pool.Publish("k1", keys.Ours);
        var claims = ResourceClaims.Of(TokenOrder.Person("orders.read"), provider.Address, "web", "worker", _clock.GetUtcNow());
        await TryAsync(PoolKeys.Sign(keys.Ours, "k1", claims), Start, (broken, isFirst) =>
        {
            provider.Answer(Discovery, isFirst ? broken(Whole(metadata)) : Whole(metadata));
            provider.Answer("/jwks", isFirst ? Whole(pool.Jwks()) : broken(Whole(pool.Jwks())));
        });

        ServiceProvider Start() => Services(services => services.AddIdentityProviders(identity => identity.AddOidc("main", options =>
        {
            options.Authority = provider.Address;
            options.Audiences.Add("https://api.example.com");
            options.RequireAccessTokenType = false;
        })));
    }

    [Fact]
    public async Task Introspection()
    {
        await using var provider = new RawProvider();
        var claims = ResourceClaims.Of(TokenOrder.Person("orders.read"), provider.Address, "web", "worker", _clock.GetUtcNow());
        claims["active"] = true;
        await TryAsync("opaque", Start, (broken, _) => provider.Answer("/introspect", broken(Whole(claims.ToJsonString()))));

        ServiceProvider Start() => Services(services => services.AddIdentityProviders(identity => identity.AddIntrospection("main", options =>
        {
            options.Endpoint = provider.Address + "/introspect";
            options.Issuer = provider.Address;
            options.ClientId = "modular";
            options.ClientSecret = "secret";
            options.Audiences.Add("https://api.example.com");
        })));
    }

    private static byte[] Whole(string json) =>
        Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nCache-Control: max-age=60\r\n\r\n{json}");

    // Each of a few breaks takes a piece of the list, or nothing, in place of some bytes.
    private static byte[] Broken(byte[] whole, IReadOnlyList<(int Piece, int At, int Length)> breaks)
    {
        foreach (var (piece, at, length) in breaks)
        {
            var from = at % (whole.Length + 1);
            var to = Math.Min(whole.Length, from + length);
            whole = [.. whole[..from], .. Encoding.Latin1.GetBytes(piece < Pieces.Length ? Pieces[piece] : ""), .. whole[to..]];
        }

        return whole;
    }

    private static async Task TryAsync(string token, Func<ServiceProvider> start, Action<Func<byte[], byte[]>, bool> answer)
    {
        // A third of the breaks hit the head, where a header's line begins as well.
        Gen<(int Piece, int At, int Length)> one = Gen.Select(Gen.Int[0, Pieces.Length + 5], Gen.OneOf(Gen.Const(17), Gen.Int[0, 120], Gen.Int[0, 1000]), Gen.OneOf(Gen.Const(0), Gen.Int[0, 30], Gen.Const(5000)));
        var all = Gen.Select(Gen.Bool, one.List[1, 3]).Array[Count].Single();
        var verdicts = new HashSet<Type>();
        foreach (var (isFirst, breaks) in all)
        {
            answer(whole => Broken(whole, breaks), isFirst);
            await using var services = start();

            try
            {
                verdicts.Add((await services.GetRequiredService<ITokenValidator>().ValidateAsync(token, TestContext.Current.CancellationToken)).GetType());
            }
            catch (Exception failure)
            {
                var what = breaks.Select(each => string.Create(CultureInfo.InvariantCulture, $"piece {each.Piece} at {each.At} for {each.Length}"));
                Assert.Fail($"{string.Join(", ", what)} ({(isFirst ? "first" : "second")} answer): {failure}");
            }
        }

        verdicts.ShouldContain(typeof(TokenVerdict.Accepted));
        verdicts.ShouldContain(typeof(TokenVerdict.Undecided));
    }

    private ServiceProvider Services(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Development" });
        add(services);
        return services.BuildServiceProvider();
    }
}
