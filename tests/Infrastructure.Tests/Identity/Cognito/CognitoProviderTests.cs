using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Cognito;

namespace Modular.Infrastructure.Tests.Identity.Cognito;

/// <summary>The requests to a pool ahead of its tokens, and its description for clients.</summary>
public sealed class CognitoProviderTests : IClassFixture<SigningKeys>, IDisposable
{
    private const string Canonical = "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_AbCdEf123";
    private const string Second = "https://issuer-cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_AbCdEf123";
    private const string Keys = "/.well-known/jwks.json";

    private readonly SigningKeys _keys;
    private readonly PoolKeys _pool = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    private ServiceProvider? _services;

    public CognitoProviderTests(SigningKeys keys)
    {
        _keys = keys;
        _pool.Publish("k1", keys.Ours);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _services?.Dispose();
        _pool.Dispose();
    }

    [Fact]
    public async Task Only_the_canonical_form_is_asked_ahead_until_another_one_has_keys()
    {
        var providers = Start().GetRequiredService<IdentityProviders>();
        providers.AnyReady.ShouldBeFalse();
        await providers.RefreshAsync(Cancelled);
        _pool.Asked.ShouldBe([new Uri(Canonical + Keys)]);
        providers.AnyReady.ShouldBeTrue();

        (await AskAsync(Second)).ShouldBeOfType<TokenVerdict.Accepted>();
        _clock.Advance(TimeSpan.FromSeconds(1));
        _pool.Asked.Clear();
        await providers.RefreshAsync(Cancelled);
        _pool.Asked.ShouldBe([new Uri(Canonical + Keys), new Uri(Second + Keys)], ignoreOrder: true);
    }

    [Fact]
    public async Task It_is_ready_with_the_keys_of_any_form()
    {
        _pool.Instead = (request, _) => Task.FromResult(request.RequestUri!.AbsoluteUri.StartsWith(Second, StringComparison.Ordinal)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_pool.Jwks()) }
            : new HttpResponseMessage(HttpStatusCode.NotFound));
        var providers = Start().GetRequiredService<IdentityProviders>();
        await providers.RefreshAsync(Cancelled);
        providers.AnyReady.ShouldBeFalse();

        (await AskAsync(Second)).ShouldBeOfType<TokenVerdict.Accepted>();
        providers.AnyReady.ShouldBeTrue();
    }

    [Fact]
    public async Task One_address_for_all_forms_is_asked_once()
    {
        var providers = Start(options => options.KeysUri = "https://keys.example/jwks.json").GetRequiredService<IdentityProviders>();
        await providers.RefreshAsync(Cancelled);
        (await AskAsync(Canonical)).ShouldBeOfType<TokenVerdict.Accepted>();
        (await AskAsync(Second)).ShouldBeOfType<TokenVerdict.Accepted>();

        _pool.Asked.ShouldBe([new Uri("https://keys.example/jwks.json")]);
    }

    [Theory]
    [InlineData("https://shop.example")]
    [InlineData("https://shop.example/")]
    public void A_pool_with_a_domain_says_where_people_sign_in(string domain) =>
        Description(options => options.Domain = domain).ShouldBe(new ProviderDescription(
            "main", Canonical, "modular/", new Uri("https://shop.example/oauth2/authorize"), new Uri("https://shop.example/oauth2/token")));

    [Fact]
    public void A_pool_without_a_domain_does_not_say_so() => Description().ShouldBe(new ProviderDescription("main", Canonical, "modular/", null, null));

    [Fact]
    public void A_pool_is_refreshed_as_often_as_its_keys_are_good()
    {
        var provider = Start().GetServices<IIdentityProvider>().Single();

        (provider.Name, provider.RefreshAfter).ShouldBe(("main", TimeSpan.FromMinutes(5)));
        provider.Issuers.ShouldBe([Canonical, Second], ignoreOrder: true);
    }

    [Fact]
    public async Task A_pool_that_is_not_to_be_asked_is_not_asked()
    {
        Start(options => options.Domain = "https://shop.example");
        (await AskAsync(Canonical)).ShouldBeOfType<TokenVerdict.Accepted>();

        _pool.Asked.ShouldBe([new Uri(Canonical + Keys)]);
    }

    private ProviderDescription Description(Action<CognitoOptions>? configure = null) =>
        Start(configure).GetRequiredService<IdentityProviders>().Descriptions.Single();

    private async Task<TokenVerdict> AskAsync(string issuer)
    {
        var claims = PoolClaims.Of(TokenOrder.Person("orders.read"), issuer, "web-client", "robot", _clock.GetUtcNow());
        return await _services!.GetRequiredService<ITokenValidator>().ValidateAsync(PoolKeys.Sign(_keys.Ours, "k1", claims), Cancelled);
    }

    private ServiceProvider Start(Action<CognitoOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" });
        services.AddIdentityProviders(identity => identity.AddCognito("main", options =>
        {
            options.UserPoolId = "ap-northeast-2_AbCdEf123";
            options.ClientIds.Add("web-client");
            options.ResourceServer = "modular";
            configure?.Invoke(options);
        }));
        services.AddHttpClient("Identity:main").ConfigurePrimaryHttpMessageHandler(() => _pool).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return _services = services.BuildServiceProvider();
    }
}
