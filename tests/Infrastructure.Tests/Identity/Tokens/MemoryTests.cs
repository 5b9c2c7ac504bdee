using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;
using Modular.Infrastructure.Identity.Validation;

namespace Modular.Infrastructure.Tests.Identity.Tokens;

/// <summary>SECURITY rule 10, to the instant: what is remembered of a token, how long, and what ends it.</summary>
public sealed class MemoryTests : IDisposable
{
    private const string Issuer = "https://one.example";

    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private static readonly string Token = RawToken.Of($$"""{"iss":"{{Issuer}}"}""");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly StubProvider _provider = new("one", Issuer);

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task An_acceptance_is_repeated_until_the_provider_wants_to_be_asked_again()
    {
        Accept(until: _clock.GetUtcNow().AddSeconds(10));
        var memory = Memory();
        await memory.ValidateAsync(Token, Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(10) - Tick);
        (await memory.ValidateAsync(Token, Cancelled)).ShouldBeSameAs(_provider.Answer.Verdict);
        _provider.Asked.Count.ShouldBe(1);
        _clock.Advance(Tick);

        await memory.ValidateAsync(Token, Cancelled);
        _provider.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_acceptance_is_repeated_no_longer_than_is_configured()
    {
        Accept();
        var memory = Memory(options => options.AcceptedSeconds = 30);
        await memory.ValidateAsync(Token, Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(30) - Tick);
        await memory.ValidateAsync(Token, Cancelled);
        _provider.Asked.Count.ShouldBe(1);
        _clock.Advance(Tick);

        await memory.ValidateAsync(Token, Cancelled);
        _provider.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_time_counts_from_the_question_and_not_from_the_answer()
    {
        Accept();
        _provider.WhileAsked = () => _clock.Advance(TimeSpan.FromSeconds(29));
        var memory = Memory(options => options.AcceptedSeconds = 30);
        await memory.ValidateAsync(Token, Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await memory.ValidateAsync(Token, Cancelled);
        _provider.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_an_acceptance_rests_on_is_looked_at_each_time()
    {
        var trust = new Trust { Holds = true };
        Accept(trust: trust);
        var memory = Memory();
        await memory.ValidateAsync(Token, Cancelled);
        await memory.ValidateAsync(Token, Cancelled);
        _provider.Asked.Count.ShouldBe(1);
        trust.Holds = false;

        await memory.ValidateAsync(Token, Cancelled);
        _provider.Asked.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(RejectionReason.BadSignature, true)]
    [InlineData(RejectionReason.Revoked, true)]
    [InlineData(RejectionReason.Malformed, false)]
    [InlineData(RejectionReason.Expired, false)]
    [InlineData(RejectionReason.NotYetValid, false)]
    [InlineData(RejectionReason.WrongAlgorithm, false)]
    [InlineData(RejectionReason.UnknownKey, false)]
    [InlineData(RejectionReason.WrongIssuer, false)]
    [InlineData(RejectionReason.WrongClient, false)]
    [InlineData(RejectionReason.WrongAudience, false)]
    [InlineData(RejectionReason.WrongUse, false)]
    [InlineData(RejectionReason.UnprovenKey, false)]
    public async Task A_rejection_is_repeated_only_when_it_is_costly_to_find_out_and_final(RejectionReason reason, bool isRepeated)
    {
        Reject(reason);
        var memory = Memory();
        await memory.ValidateAsync(Token, Cancelled);
        await memory.ValidateAsync(Token, Cancelled);

        _provider.Asked.Count.ShouldBe(isRepeated ? 1 : 2);
    }

    [Fact]
    public async Task A_rejection_is_repeated_no_longer_than_is_configured()
    {
        Reject(RejectionReason.Revoked);
        var memory = Memory(options => options.RejectedSeconds = 7);
        await memory.ValidateAsync(Token, Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(7) - Tick);
        await memory.ValidateAsync(Token, Cancelled);
        _provider.Asked.Count.ShouldBe(1);
        _clock.Advance(Tick);

        await memory.ValidateAsync(Token, Cancelled);
        _provider.Asked.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(RejectionReason.Revoked, 2)]
    [InlineData(RejectionReason.Expired, 3)]
    public async Task A_rejection_by_a_fresh_check_ends_the_acceptance(RejectionReason reason, int asked)
    {
        Accept();
        var memory = Memory();
        await memory.ValidateAsync(Token, Cancelled);
        Reject(reason);
        await memory.ValidateFreshAsync(Token, Cancelled);

        (await memory.ValidateAsync(Token, Cancelled)).ShouldBeOfType<TokenVerdict.Rejected>().Reason.ShouldBe(reason);
        _provider.Asked.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task A_fresh_check_that_cannot_be_decided_leaves_the_acceptance()
    {
        Accept();
        var memory = Memory();
        await memory.ValidateAsync(Token, Cancelled);
        _provider.Answer = ProviderAnswer.Undecided(TimeSpan.FromSeconds(2), "down");
        (await memory.ValidateFreshAsync(Token, Cancelled)).ShouldBeOfType<TokenVerdict.Undecided>();

        (await memory.ValidateAsync(Token, Cancelled)).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Fact]
    public async Task What_is_undecided_is_asked_again_at_once()
    {
        _provider.Answer = ProviderAnswer.Undecided(TimeSpan.FromSeconds(2), "down");
        var memory = Memory();
        await memory.ValidateAsync(Token, Cancelled);
        await memory.ValidateAsync(Token, Cancelled);

        _provider.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Where_nothing_is_to_be_remembered_each_token_is_asked_for()
    {
        var memory = Memory(options => (options.Accepted, options.Rejected) = (0, 0));
        Accept();
        await memory.ValidateAsync(Token, Cancelled);
        await memory.ValidateAsync(Token, Cancelled);
        Reject(RejectionReason.Revoked);
        await memory.ValidateAsync(Token, Cancelled);
        await memory.ValidateAsync(Token, Cancelled);

        _provider.Asked.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_smallest_memory_remembers_the_last_token(int capacity)
    {
        Accept();
        var memory = Memory(options => options.Accepted = capacity);
        await memory.ValidateAsync(Token, Cancelled);
        await memory.ValidateAsync(Token, Cancelled);

        _provider.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_is_too_long_to_be_remembered_is_refused_each_time()
    {
        var memory = Memory();
        var token = new string('t', Jwt.MaxLength + 1);

        (await memory.ValidateAsync(token, Cancelled)).ShouldBeOfType<TokenVerdict.Rejected>().Reason.ShouldBe(RejectionReason.Malformed);
        (await memory.ValidateFreshAsync("naïve", Cancelled)).ShouldBeOfType<TokenVerdict.Rejected>().Reason.ShouldBe(RejectionReason.Malformed);
    }

    [Fact]
    public async Task Hits_misses_and_verdicts_are_counted()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        using var hits = new MetricCollector<long>(meters, TokenMetrics.MeterName, "modular.tokens.remembered.hits");
        using var misses = new MetricCollector<long>(meters, TokenMetrics.MeterName, "modular.tokens.remembered.misses");
        using var ratio = new MetricCollector<double>(meters, TokenMetrics.MeterName, "modular.tokens.remembered.hit_ratio");
        using var verified = new MetricCollector<long>(meters, TokenMetrics.MeterName, "modular.tokens.verified");
        var memory = Memory();
        ratio.RecordObservableInstruments();
        ratio.LastMeasurement!.Value.ShouldBe(0);

        _provider.Answer = new ProviderAnswer(new TokenVerdict.Insufficient("openid"));
        await memory.ValidateAsync(Token, Cancelled);
        _provider.Answer = ProviderAnswer.Undecided(TimeSpan.FromSeconds(2), "down");
        await memory.ValidateAsync(Token, Cancelled);
        Accept();
        await memory.ValidateAsync(Token, Cancelled);
        await memory.ValidateAsync(Token, Cancelled);
        Reject(RejectionReason.Revoked);
        await memory.ValidateFreshAsync(Token, Cancelled);
        await memory.ValidateAsync(Token, Cancelled);

        hits.RecordObservableInstruments();
        misses.RecordObservableInstruments();
        ratio.RecordObservableInstruments();
        (hits.LastMeasurement!.Value, misses.LastMeasurement!.Value, ratio.LastMeasurement!.Value).ShouldBe((2, 3, 0.4));
        verified.GetMeasurementSnapshot().Select(measurement => measurement.Tags["modular.verdict"]).ShouldBe(["insufficient", "undecided", "accepted", "rejected"]);
        verified.GetMeasurementSnapshot().ShouldAllBe(measurement => measurement.Value == 1);
    }

    [Fact]
    public async Task Half_of_the_tokens_from_memory_is_a_ratio_of_one_half()
    {
        using var ratio = new MetricCollector<double>(_services.GetRequiredService<IMeterFactory>(), TokenMetrics.MeterName, "modular.tokens.remembered.hit_ratio");
        var memory = Memory();
        Accept();
        await memory.ValidateAsync(Token, Cancelled);
        await memory.ValidateAsync(Token, Cancelled);
        ratio.RecordObservableInstruments();

        ratio.LastMeasurement!.Value.ShouldBe(0.5);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private void Accept(DateTimeOffset? until = null, ITrust? trust = null) => _provider.Answer = new ProviderAnswer(
        new TokenVerdict.Accepted(new Caller
        {
            Provider = "one",
            Issuer = Issuer,
            Subject = "alice",
            ClientId = "web",
            Kind = CallerKind.Person,
            Granted = Permissions.OrdersRead,
            ScopePrefix = "",
            Groups = [],
            ExpiresAt = DateTimeOffset.MaxValue,
        }),
        until ?? DateTimeOffset.MaxValue,
        trust);

    private void Reject(RejectionReason reason) => _provider.Answer = ProviderAnswer.Rejected(reason, "no");

    private CachingTokenValidator Memory(Action<RememberedTokensOptions>? configure = null)
    {
        var options = new RememberedTokensOptions();
        configure?.Invoke(options);
        return new CachingTokenValidator(
            new TokenRouter([_provider]), Options.Create(options), new TokenMetrics(_services.GetRequiredService<IMeterFactory>(), [_provider]), _clock);
    }

    private sealed class Trust : ITrust
    {
        public bool Holds { get; set; }
    }
}
