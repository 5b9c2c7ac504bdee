using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Fake;
using Modular.Infrastructure.Identity.Tokens;
using Modular.Infrastructure.Identity.Validation;
using Modular.Infrastructure.Tests.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Fake;

public class FakeProviderTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeOptions _options = new() { ResourceServer = "modular", ClockSkewSeconds = 7 };
    private readonly TokenTrace _trace = new();
    private readonly FakeProvider _provider;
    private readonly FakeTokens _tokens;

    public FakeProviderTests()
    {
        _options.ClientIds.Add("web");
        _options.MachineClientIds.Add("robot");
        _tokens = new FakeTokens(_options, Key, _clock);
        _provider = new FakeProvider(UserPoolRules.Of("main", _options.Issuer, _options), new SymmetricSecurityKey(Key), _clock);
    }

    [Fact]
    public async Task A_token_is_good_until_its_end_and_rests_on_nothing_else()
    {
        var answer = await AskAsync(_tokens.ForPerson("alice", ["orders.read"]));

        answer.Verdict.ShouldBeOfType<TokenVerdict.Accepted>();
        (answer.Until, answer.Trust).ShouldBe((_clock.GetUtcNow().AddMinutes(15).AddSeconds(7), null));
        _trace.Checks[0].ShouldBe(new TokenCheck("alg", Passed: true, "HS256", "HS256"));
        _trace.Checks[1].ShouldBe(new TokenCheck("kid", Passed: true, "fake, or absent", "fake"));
        _trace.Checks[^1].ShouldBe(new TokenCheck("signature", Passed: true, "made with the shared key", "it is"));
    }

    [Theory]
    [InlineData("""{"alg":"RS256","kid":"fake"}""", RejectionReason.WrongAlgorithm, 1)]
    [InlineData("""{"alg":"hs256","kid":"fake"}""", RejectionReason.WrongAlgorithm, 1)]
    [InlineData("""{"alg":"HS256","kid":"k1"}""", RejectionReason.UnknownKey, 2)]
    [InlineData("""{"alg":"HS256","kid":""}""", RejectionReason.UnknownKey, 2)]
    public async Task A_header_of_another_key_or_algorithm_ends_the_check(string header, RejectionReason reason, int checks)
    {
        Rejected(await AskAsync(RawToken.Of("{}", header))).ShouldBe(reason);

        _trace.Checks.Count.ShouldBe(checks);
        _trace.Checks[^1].Passed.ShouldBeFalse();
    }

    [Fact]
    public async Task The_claims_come_before_the_signature()
    {
        var other = new FakeTokens(_options, [.. Key.Reverse()], _clock);

        Rejected(await AskAsync(other.ForPerson("alice", [], lifetime: TimeSpan.FromMinutes(-1)))).ShouldBe(RejectionReason.Expired);
        Rejected(await AskAsync(other.ForPerson("alice", []))).ShouldBe(RejectionReason.BadSignature);
        _trace.Checks[^1].ShouldBe(new TokenCheck("signature", Passed: false, "made with the shared key", "it is not"));
    }

    [Fact]
    public async Task It_is_always_ready_and_has_nothing_to_refresh()
    {
        (_provider.Name, _provider.IsReady, _provider.RefreshAfter).ShouldBe(("main", true, null));
        _provider.Issuers.ShouldBe(["https://fake.invalid"]);
        _provider.Description.ShouldBe(new ProviderDescription("main", "https://fake.invalid", "modular/", null, null));
        await _provider.RefreshAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task It_takes_no_opaque_tokens()
    {
        var answer = await new TokenRouter([_provider]).ValidateAsync("mF_9.B5f-4.1JqM", _trace, TestContext.Current.CancellationToken);

        Rejected(answer).ShouldBe(RejectionReason.Malformed);
        _trace.Checks.ShouldHaveSingleItem().Expected.ShouldBe("a JSON Web Token");
    }

    [Fact]
    public void A_persons_token_is_as_a_sign_in_gives_it()
    {
        var claims = Claims(_tokens.ForPerson("alice", ["orders.read", "profile.read"], groups: ["staff", "vip"]));

        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        (Text(claims, "sub"), Text(claims, "username"), Text(claims, "client_id"), Text(claims, "token_use")).ShouldBe(("alice", "alice", "web", "access"));
        Text(claims, "scope").ShouldBe("modular/orders.read modular/profile.read");
        ((long)claims["iat"]!, (long)claims["auth_time"]!, (long)claims["exp"]!).ShouldBe((now, now, now + 900));
        claims["cognito:groups"]!.AsArray().Select(group => (string)group!).ShouldBe(["staff", "vip"]);
        Guid.TryParse(Text(claims, "jti"), out _).ShouldBeTrue();
        Guid.TryParse(Text(claims, "origin_jti"), out _).ShouldBeTrue();
        Claims(_tokens.ForPerson("alice", [])).ContainsKey("cognito:groups").ShouldBeFalse();
    }

    [Fact]
    public void A_machines_token_is_of_the_machine_that_is_asked_for()
    {
        var claims = Claims(_tokens.ForMachine(["orders.fulfil"], lifetime: TimeSpan.FromMinutes(-1)));
        (Text(claims, "sub"), Text(claims, "client_id"), claims.ContainsKey("username")).ShouldBe(("robot", "robot", false));
        ((long)claims["exp"]!).ShouldBe(_clock.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds());

        claims = Claims(_tokens.ForMachine([], clientId: "another"));
        (Text(claims, "sub"), Text(claims, "client_id")).ShouldBe(("another", "another"));
    }

    [Fact]
    public void A_change_comes_last()
    {
        Text(Claims(_tokens.ForPerson("alice", [], change: claims => claims["username"] = "bob")), "username").ShouldBe("bob");
        Text(Claims(_tokens.ForMachine([], change: claims => claims["sub"] = "bob")), "sub").ShouldBe("bob");
    }

    private static string Text(JsonObject claims, string name) => (string)claims[name]!;

    private static JsonObject Claims(string token) => JsonNode.Parse(RawToken.Read(token).Jwt!.Claims.GetRawText())!.AsObject();

    private static RejectionReason Rejected(ProviderAnswer answer) => answer.Verdict.ShouldBeOfType<TokenVerdict.Rejected>().Reason;

    private ValueTask<ProviderAnswer> AskAsync(string token) => _provider.ValidateAsync(RawToken.Read(token), _trace, TestContext.Current.CancellationToken);
}
