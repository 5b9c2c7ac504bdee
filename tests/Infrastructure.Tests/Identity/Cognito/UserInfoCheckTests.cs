using System.Net;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Cognito;
using Modular.Infrastructure.Identity.Tokens;
using Modular.Infrastructure.Tests.Identity.Tokens;

namespace Modular.Infrastructure.Tests.Identity.Cognito;

/// <summary>SECURITY rule 7: what the pool is asked, and how long its answer is good.</summary>
public sealed class UserInfoCheckTests : IDisposable
{
    private static readonly Uri Endpoint = new("https://shop.example/oauth2/userInfo");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    private readonly TokenTrace _trace = new();
    private readonly Pool _pool = new();

    public void Dispose() => _pool.Dispose();

    [Fact]
    public async Task The_pool_is_asked_with_the_token_itself()
    {
        var token = Token("openid modular/orders.read");
        await CheckAsync(token);

        _pool.Asked.ShouldBe([$"GET {Endpoint} Bearer {token.Text}"]);
        _trace.Checks.ShouldBe(
        [
            new("scope", Passed: true, "openid, or the pool cannot be asked", "openid modular/orders.read"),
            new("userInfo", Passed: true, "200", "200"),
        ]);
    }

    [Theory]
    [InlineData("modular/orders.read")]
    [InlineData("openidx")]
    [InlineData("OpenId")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_token_without_the_word_openid_is_never_shown_to_the_pool(string? scope)
    {
        (await CheckAsync(Token(scope))).ShouldBe(new ProviderAnswer(new TokenVerdict.Insufficient("openid")));

        _pool.Asked.ShouldBeEmpty();
        _trace.Checks.ShouldBe([new("scope", Passed: false, "openid, or the pool cannot be asked", scope ?? "absent")]);
    }

    [Fact]
    public async Task An_answer_is_good_from_the_question_on_and_never_beyond_the_tokens_end()
    {
        var now = _clock.GetUtcNow();
        _pool.Answer = () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return new HttpResponseMessage(HttpStatusCode.OK);
        };
        (await CheckAsync(Token("openid"), until: now.AddMinutes(1))).Until.ShouldBe(now.AddSeconds(5));
        now = _clock.GetUtcNow();
        (await CheckAsync(Token("openid"), until: now.AddSeconds(3))).Until.ShouldBe(now.AddSeconds(3));
    }

    [Fact]
    public async Task Only_401_says_that_the_token_was_revoked()
    {
        _pool.Answer = () => new HttpResponseMessage(HttpStatusCode.Unauthorized);
        (await CheckAsync(Token("openid"))).Verdict.ShouldBe(new TokenVerdict.Rejected(RejectionReason.Revoked, "the pool says that the token was revoked"));
        _trace.Checks[^1].ShouldBe(new TokenCheck("userInfo", Passed: false, "200", "401"));

        _pool.Answer = () => new HttpResponseMessage(HttpStatusCode.Forbidden);
        (await CheckAsync(Token("openid"))).Verdict.ShouldBe(
            new TokenVerdict.Undecided(TimeSpan.FromSeconds(2), "the pool's userInfo endpoint answered 403"));
    }

    [Fact]
    public async Task A_pool_that_cannot_be_reached_leaves_it_undecided()
    {
        foreach (var failure in new Exception[] { new HttpRequestException("down"), new IOException("cut") })
        {
            _pool.Answer = () => throw failure;
            (await CheckAsync(Token("openid"))).Verdict.ShouldBe(
                new TokenVerdict.Undecided(TimeSpan.FromSeconds(2), $"the pool's userInfo endpoint does not answer: no answer ({failure.GetType().Name})"));
            _trace.Checks[^1].ShouldBe(new TokenCheck("userInfo", Passed: false, "200", $"does not answer: no answer ({failure.GetType().Name})"));
        }
    }

    [Fact]
    public async Task A_bug_is_not_taken_for_an_outage()
    {
        _pool.Answer = () => throw new InvalidOperationException("a bug");

        await Should.ThrowAsync<InvalidOperationException>(async () => await CheckAsync(Token("openid")));
    }

    private static PresentedToken Token(string? scope) => RawToken.Read(RawToken.Of(scope is null ? "{}" : $$"""{"scope":"{{scope}}"}"""));

    private ValueTask<ProviderAnswer> CheckAsync(PresentedToken token, DateTimeOffset? until = null) =>
        new UserInfoCheck(Endpoint, TimeSpan.FromSeconds(5), () => new HttpClient(_pool, disposeHandler: false), _clock).CheckAsync(
            token,
            new ProviderAnswer(new TokenVerdict.Undecided(TimeSpan.Zero, "as it was offline"), until ?? _clock.GetUtcNow().AddMinutes(1)),
            _trace,
            TestContext.Current.CancellationToken);

    private sealed class Pool : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        public Func<HttpResponseMessage> Answer { get; set; } = () => new HttpResponseMessage(HttpStatusCode.OK);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add($"{request.Method} {request.RequestUri} {request.Headers.Authorization}");
            return Task.FromResult(Answer());
        }
    }
}
