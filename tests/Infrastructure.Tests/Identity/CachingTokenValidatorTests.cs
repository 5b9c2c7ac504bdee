using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Cognito;
using Modular.Infrastructure.Identity.Validation;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>SECURITY rule 10, for what the port itself remembers.</summary>
public sealed class CachingTokenValidatorTests : IClassFixture<SigningKeys>, IDisposable
{
    private const string Issuer = "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_AbCdEf123";

    private readonly SigningKeys _keys;
    private readonly PoolKeys _pool = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    private ServiceProvider? _services;

    public CachingTokenValidatorTests(SigningKeys keys)
    {
        _keys = keys;
        _pool.Publish("k1", keys.Ours);
    }

    private ServiceProvider Services => _services ??= Start(_ => { });

    private ITokenValidator Validator => Services.GetRequiredService<ITokenValidator>();

    public void Dispose()
    {
        _services?.Dispose();
        _pool.Dispose();
    }

    [Fact]
    public async Task A_token_that_was_verified_is_not_verified_again()
    {
        var token = Mint();
        var first = await ValidateAsync(token);

        (await ValidateAsync(token)).ShouldBeSameAs(first.ShouldBeOfType<TokenVerdict.Accepted>());
    }

    [Fact]
    public async Task A_fresh_check_verifies_it_again()
    {
        var token = Mint();
        var first = await ValidateAsync(token);

        (await Validator.ValidateFreshAsync(token, TestContext.Current.CancellationToken)).ShouldBeOfType<TokenVerdict.Accepted>().ShouldNotBeSameAs(first);
    }

    [Fact]
    public async Task A_memory_ends_after_five_minutes()
    {
        var token = Mint();
        var first = await ValidateAsync(token);
        _clock.Advance(TimeSpan.FromSeconds(299));
        (await ValidateAsync(token)).ShouldBeSameAs(first);
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await ValidateAsync(token)).ShouldNotBeSameAs(first);
    }

    [Fact]
    public async Task A_memory_ends_with_the_token()
    {
        var token = Mint(lifetime: TimeSpan.FromSeconds(30));
        (await ValidateAsync(token)).ShouldBeOfType<TokenVerdict.Accepted>();
        _clock.Advance(TimeSpan.FromSeconds(89));
        (await ValidateAsync(token)).ShouldBeOfType<TokenVerdict.Accepted>();
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await ValidateAsync(token)).ShouldBeOfType<TokenVerdict.Rejected>().Reason.ShouldBe(RejectionReason.Expired);
    }

    [Fact]
    public async Task A_memory_ends_with_the_key_that_signed_the_token()
    {
        var token = Mint();
        await ValidateAsync(token);
        _pool.Withdraw("k1");
        _pool.Publish("k2", _keys.Strangers);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await RefreshAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await ValidateAsync(token)).ShouldBeOfType<TokenVerdict.Rejected>().Reason.ShouldBe(RejectionReason.UnknownKey);
    }

    [Fact]
    public async Task Another_key_under_the_same_name_ends_it_too()
    {
        var token = Mint();
        await ValidateAsync(token);
        _pool.Publish("k1", _keys.Strangers);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await RefreshAsync();

        (await ValidateAsync(token)).ShouldBeOfType<TokenVerdict.Rejected>().Reason.ShouldBe(RejectionReason.BadSignature);
    }

    [Fact]
    public async Task A_memory_outlives_a_refresh_that_brings_the_same_key()
    {
        var token = Mint();
        var first = await ValidateAsync(token);
        _pool.Publish("k2", _keys.Strangers);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await RefreshAsync();

        (await ValidateAsync(token)).ShouldBeSameAs(first);
    }

    [Fact]
    public async Task When_the_keys_are_too_old_what_rests_on_them_is_undecided()
    {
        _services = Start(options => options.KeysMaxAgeMinutes = 10);
        var token = Mint(lifetime: TimeSpan.FromHours(1));
        await ValidateAsync(token);
        _pool.Instead = (_, _) => throw new HttpRequestException("down");
        _clock.Advance(TimeSpan.FromMinutes(10));
        (await ValidateAsync(token)).ShouldBeOfType<TokenVerdict.Accepted>();
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await ValidateAsync(token)).ShouldBeOfType<TokenVerdict.Undecided>();
    }

    [Fact]
    public async Task However_many_rejections_push_out_no_accepted_token()
    {
        _services = Start(_ => { }, remember => (remember.Accepted, remember.Rejected) = (10, 10));
        var good = Mint();
        var first = await ValidateAsync(good);
        for (var i = 0; i < 100; i++)
        {
            await ValidateAsync(PoolKeys.Sign(_keys.Strangers, "k1", Claims($"forged-{i}", TimeSpan.FromMinutes(15))));
        }

        (await ValidateAsync(good)).ShouldBeSameAs(first);
    }

    [Fact]
    public async Task A_rejection_is_remembered_for_seconds()
    {
        var forged = PoolKeys.Sign(_keys.Strangers, "k1", Claims("forged", TimeSpan.FromMinutes(15)));
        var first = await ValidateAsync(forged);
        (await ValidateAsync(forged)).ShouldBeSameAs(first.ShouldBeOfType<TokenVerdict.Rejected>());
        _clock.Advance(TimeSpan.FromSeconds(5));

        (await ValidateAsync(forged)).ShouldNotBeSameAs(first);
    }

    [Fact]
    public async Task Memory_is_bounded()
    {
        _services = Start(_ => { }, remember => remember.Accepted = 10);
        var tokens = Enumerable.Range(0, 100).Select(i => Mint($"somebody-{i}")).ToList();
        var first = new List<TokenVerdict>();
        foreach (var token in tokens)
        {
            first.Add(await ValidateAsync(token));
        }

        var remembered = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            remembered += ReferenceEquals(await ValidateAsync(tokens[i]), first[i]) ? 1 : 0;
        }

        remembered.ShouldBeLessThanOrEqualTo(12);
    }

    [Fact]
    public async Task Nothing_is_remembered_where_nothing_is_to_be()
    {
        _services = Start(_ => { }, remember => remember.Accepted = 0);
        var token = Mint();

        (await ValidateAsync(token)).ShouldNotBeSameAs(await ValidateAsync(token));
    }

    [Fact]
    public async Task Checking_a_remembered_token_allocates_nothing()
    {
        var token = Mint();
        await ValidateAsync(token);
        Measure();

        Measure().ShouldBe(0);

        long Measure()
        {
            var validator = Validator;
            var isSynchronous = true;
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
#pragma warning disable CA2012 // Whether it ends at once is the question.
                isSynchronous &= validator.ValidateAsync(token, CancellationToken.None).IsCompletedSuccessfully;
#pragma warning restore CA2012
            }

            return isSynchronous ? GC.GetAllocatedBytesForCurrentThread() - before : -1;
        }
    }

    [Fact]
    public async Task The_hit_ratio_is_a_metric()
    {
        using var ratio = new MetricCollector<double>(
            Services.GetRequiredService<IMeterFactory>(), TokenMetrics.MeterName, "modular.tokens.remembered.hit_ratio");
        var token = Mint();
        for (var i = 0; i < 4; i++)
        {
            await ValidateAsync(token);
        }

        ratio.RecordObservableInstruments();
        ratio.LastMeasurement!.Value.ShouldBe(0.75);
    }

    private async Task<TokenVerdict> ValidateAsync(string token) => await Validator.ValidateAsync(token, TestContext.Current.CancellationToken);

    private Task RefreshAsync() => Services.GetRequiredService<IdentityProviders>().RefreshAsync(TestContext.Current.CancellationToken);

    private string Mint(string subject = "somebody", TimeSpan? lifetime = null) =>
        PoolKeys.Sign(_keys.Ours, "k1", Claims(subject, lifetime ?? TimeSpan.FromMinutes(15)));

    private System.Text.Json.Nodes.JsonObject Claims(string subject, TimeSpan lifetime) => PoolClaims.Of(
        TokenOrder.Person("orders.read") with { Subject = subject, Lifetime = lifetime }, Issuer, "web-client", "fulfilment-client", _clock.GetUtcNow());

    private ServiceProvider Start(Action<CognitoOptions> configure, Action<RememberedTokensOptions>? remember = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" });
        services.AddIdentityProviders(identity => identity.Remember(remember ?? (_ => { })).AddCognito("main", options =>
        {
            options.UserPoolId = "ap-northeast-2_AbCdEf123";
            options.ClientIds.Add("web-client");
            options.ResourceServer = "modular";
            configure(options);
        }));
        services.AddHttpClient("Identity:main").ConfigurePrimaryHttpMessageHandler(() => _pool).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return services.BuildServiceProvider();
    }
}
