using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Fake;
using Modular.Infrastructure.Identity.Keys;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

/// <summary>In which sequence a signed token is checked, and what each way to fail is called.</summary>
public sealed class JwtVerifierTests : IClassFixture<SigningKeys>, IDisposable
{
    private readonly SigningKeys _keys;
    private readonly PoolKeys _pool = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    private readonly TokenTrace _trace = new();
    private readonly JwksCache _source;
    private readonly JwtVerifier _verifier;
    private bool _absenceIsFinal;

    public JwtVerifierTests(SigningKeys keys)
    {
        _keys = keys;
        _pool.Publish("k1", keys.Ours);
        _source = new JwksCache(
            new JwksEndpoint(new Uri("https://keys.example/jwks.json"), () => new HttpClient(_pool, disposeHandler: false)),
            TimeSpan.FromMinutes(60),
            _clock,
            NullLogger.Instance);
        var options = new FakeOptions { ResourceServer = "modular", ClockSkewSeconds = 7 };
        options.ClientIds.Add("web");
        _verifier = new JwtVerifier(UserPoolRules.Of("main", "https://issuer.example", options), ["RS256", "RS384"], _clock);
    }

    public void Dispose() => _pool.Dispose();

    [Fact]
    public async Task A_good_token_is_good_until_its_end_and_as_long_as_its_key_is_published()
    {
        var answer = await VerifyAsync(Signed());

        answer.Verdict.ShouldBeOfType<TokenVerdict.Accepted>().Caller.Subject.ShouldBe("alice");
        answer.Until.ShouldBe(_clock.GetUtcNow().AddMinutes(15).AddSeconds(7));
        answer.Trust.ShouldNotBeNull().Holds.ShouldBeTrue();

        _pool.Withdraw("k1");
        _pool.Publish("k2", _keys.Strangers);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _source.RefreshAsync(Cancelled);
        answer.Trust.Holds.ShouldBeFalse();
    }

    [Fact]
    public async Task What_fails_offline_fetches_no_key()
    {
        Rejected(await VerifyAsync(Unsigned("""{"alg":"HS256","kid":"k1"}"""))).ShouldBe((RejectionReason.WrongAlgorithm, "alg is not one of those that are allowed"));
        Rejected(await VerifyAsync(Unsigned("""{"alg":"RS256"}"""))).ShouldBe((RejectionReason.UnknownKey, "the header has no kid"));
        Rejected(await VerifyAsync(Unsigned("""{"alg":"RS256","kid":""}"""))).ShouldBe((RejectionReason.UnknownKey, "the header has no kid"));
        Rejected(await VerifyAsync(Signed(claims => claims["exp"] = 0))).Reason.ShouldBe(RejectionReason.Expired);

        _pool.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_algorithm_comes_before_the_kid_and_both_before_the_claims()
    {
        Rejected(await VerifyAsync(Unsigned("""{"alg":"none"}""", """{"exp":0}"""))).Reason.ShouldBe(RejectionReason.WrongAlgorithm);
        Rejected(await VerifyAsync(Unsigned("""{"alg":"RS384"}""", """{"exp":0}"""))).Reason.ShouldBe(RejectionReason.UnknownKey);
    }

    [Fact]
    public async Task An_explanation_has_the_same_verdict()
    {
        Rejected(await ExplainAsync(Unsigned("""{"alg":"none"}""", """{"exp":0}"""))).Reason.ShouldBe(RejectionReason.WrongAlgorithm);
        Rejected(await ExplainAsync(Unsigned("""{"alg":"RS256"}""", """{"exp":0}"""))).Reason.ShouldBe(RejectionReason.UnknownKey);
        _pool.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_explanation_has_the_header_the_claims_and_the_key_in_that_sequence()
    {
        await ExplainAsync(Signed());

        _trace.Checks[0].ShouldBe(new TokenCheck("alg", Passed: true, "RS256 or RS384", "RS256"));
        _trace.Checks[1].ShouldBe(new TokenCheck("kid", Passed: true, "present", "k1"));
        _trace.Checks[^2].ShouldBe(new TokenCheck("key", Passed: true, "the provider publishes a key of this kid", "it does"));
        _trace.Checks[^1].ShouldBe(new TokenCheck("signature", Passed: true, "made with that key", "it is"));
        _trace.Checks.ShouldAllBe(check => check.Passed);
        _trace.Checks.Count.ShouldBe(13);
    }

    [Fact]
    public async Task An_explanation_of_a_bad_header_goes_on_to_the_claims_and_no_further()
    {
        await ExplainAsync(Unsigned("""{"alg":"none"}""", """{"exp":"x"}"""));

        _trace.Checks.Select(check => (check.Name, check.Passed)).ShouldBe([("alg", false), ("kid", false), ("claims", false)]);
        _trace.Checks.Take(2).Select(check => check.Actual).ShouldBe(["none", "absent"]);
    }

    [Fact]
    public async Task A_key_that_is_not_published_is_unknown()
    {
        Rejected(await ExplainAsync(Signed(kid: "k9"))).ShouldBe((RejectionReason.UnknownKey, "the provider does not publish this kid"));
        _trace.Checks[^1].ShouldBe(new TokenCheck("key", Passed: false, "the provider publishes a key of this kid", "it does not"));
    }

    [Fact]
    public async Task A_signature_of_another_key_is_bad()
    {
        var claims = Claims();

        Rejected(await ExplainAsync(PoolKeys.Sign(_keys.Strangers, "k1", claims))).ShouldBe((RejectionReason.BadSignature, "the signature does not fit the key"));
        _trace.Checks[^1].ShouldBe(new TokenCheck("signature", Passed: false, "made with that key", "it is not"));
    }

    [Fact]
    public async Task A_key_checks_no_algorithm_but_the_one_that_it_was_published_for()
    {
        // RS384 is allowed, and the signature is right, but the key is for RS256.
        var signed = $"{RawToken.Part("""{"alg":"RS384","kid":"k1"}""")}.{RawToken.Part(Claims().ToJsonString())}";
        var signature = _keys.Ours.SignData(
            Encoding.ASCII.GetBytes(signed), System.Security.Cryptography.HashAlgorithmName.SHA384, System.Security.Cryptography.RSASignaturePadding.Pkcs1);

        Rejected(await VerifyAsync($"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}")).Reason.ShouldBe(RejectionReason.BadSignature);
    }

    [Fact]
    public async Task Without_keys_it_is_undecided_for_two_seconds()
    {
        _pool.Instead = (_, _) => throw new HttpRequestException("down");

        (await ExplainAsync(Signed())).Verdict.ShouldBe(new TokenVerdict.Undecided(TimeSpan.FromSeconds(2), "the provider's keys could not be fetched"));
        _trace.Checks[^1].ShouldBe(new TokenCheck(
            "key", Passed: false, "the provider publishes a key of this kid", "the provider's keys could not be fetched"));
    }

    [Theory]
    [InlineData(System.Net.HttpStatusCode.NotFound)]
    [InlineData(System.Net.HttpStatusCode.Forbidden)]
    public async Task An_issuer_without_a_key_set_is_undecided_unless_that_says_that_it_is_not_used(System.Net.HttpStatusCode status)
    {
        _pool.Instead = (_, _) => Task.FromResult(new HttpResponseMessage(status));
        (await ExplainAsync(Signed())).Verdict.ShouldBe(
            new TokenVerdict.Undecided(TimeSpan.FromSeconds(2), "there is no key set at the configured address"));
        _trace.Checks[^1].Actual.ShouldBe("there is no key set at the configured address");

        _absenceIsFinal = true;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Rejected(await VerifyAsync(Signed())).ShouldBe((RejectionReason.WrongIssuer, "the provider does not use this form of issuer"));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static (RejectionReason Reason, string Detail) Rejected(ProviderAnswer answer)
    {
        var rejected = answer.Verdict.ShouldBeOfType<TokenVerdict.Rejected>();
        return (rejected.Reason, rejected.Detail);
    }

    private static string Unsigned(string header, string payload = "{}") => RawToken.Of(payload, header);

    private string Signed(Action<JsonObject>? change = null, string kid = "k1") => PoolKeys.Sign(_keys.Ours, kid, Claims(change));

    private JsonObject Claims(Action<JsonObject>? change = null) => PoolClaims.Of(
        TokenOrder.Person("orders.read") with { Subject = "alice", Change = change }, "https://issuer.example", "web", "robot", _clock.GetUtcNow());

    private ValueTask<ProviderAnswer> VerifyAsync(string token, TokenTrace? trace = null) =>
        _verifier.VerifyAsync(RawToken.Read(token).Jwt!, _source, () => _absenceIsFinal, trace, Cancelled);

    private ValueTask<ProviderAnswer> ExplainAsync(string token) => VerifyAsync(token, _trace);
}
