using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Cognito;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>Cognito's only way to say that a token was revoked (SECURITY rule 7).</summary>
public sealed class OnlineCheckTests : IClassFixture<SigningKeys>, IDisposable
{
    private const string Issuer = "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_AbCdEf123";
    private const string UserInfo = "https://shop.auth.ap-northeast-2.amazoncognito.com/oauth2/userInfo";

    private readonly SigningKeys _keys;
    private readonly PoolKeys _pool = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    private readonly ServiceProvider _services;
    private Func<HttpResponseMessage> _userInfo = () => new HttpResponseMessage(HttpStatusCode.OK);

    public OnlineCheckTests(SigningKeys keys)
    {
        _keys = keys;
        _pool.Publish("k1", keys.Ours);
        _pool.Instead = (request, _) => Task.FromResult(request.RequestUri!.AbsoluteUri == UserInfo
            ? _userInfo()
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_pool.Jwks()) });
        _services = Start();
    }

    private int Asked => _pool.Asked.Count(address => address.AbsoluteUri == UserInfo);

    public void Dispose()
    {
        _services.Dispose();
        _pool.Dispose();
    }

    [Fact]
    public async Task A_persons_token_that_the_pool_knows_is_accepted()
    {
        (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Accepted>();

        Asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_the_pool_revoked_is_rejected()
    {
        _userInfo = () => new HttpResponseMessage(HttpStatusCode.Unauthorized);

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Rejected>().Reason.ShouldBe(RejectionReason.Revoked);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Redirect)]
    public async Task Whatever_else_the_pool_answers_says_nothing_about_the_token(HttpStatusCode status)
    {
        _userInfo = () => new HttpResponseMessage(status);

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Undecided>();
    }

    [Fact]
    public async Task A_pool_that_does_not_answer_says_nothing_about_the_token()
    {
        _userInfo = () => throw new HttpRequestException("down");

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Undecided>();
    }

    [Fact]
    public async Task An_answer_is_good_for_five_seconds()
    {
        var token = Mint(TokenOrder.Person("orders.read"));
        await ValidateAsync(token);
        _clock.Advance(TimeSpan.FromMilliseconds(4999));
        await ValidateAsync(token);
        Asked.ShouldBe(1);
        _userInfo = () => new HttpResponseMessage(HttpStatusCode.Unauthorized);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        (await ValidateAsync(token)).ShouldBeOfType<TokenVerdict.Rejected>().Reason.ShouldBe(RejectionReason.Revoked);
    }

    [Fact]
    public async Task A_fresh_check_asks_the_pool_again()
    {
        var token = Mint(TokenOrder.Person("orders.read"));
        await ValidateAsync(token);

        await _services.GetRequiredService<ITokenValidator>().ValidateFreshAsync(token, TestContext.Current.CancellationToken);

        Asked.ShouldBe(2);
    }

    [Fact]
    public async Task A_persons_token_without_openid_is_not_enough_and_names_it()
    {
        var verdict = await ValidateAsync(Mint(TokenOrder.Person("orders.read") with { Change = claims => claims["scope"] = "modular/orders.read" }));

        verdict.ShouldBeOfType<TokenVerdict.Insufficient>().Scope.ShouldBe("openid");
        Asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_machines_token_passes_on_the_local_check_alone()
    {
        (await ValidateAsync(Mint(TokenOrder.Machine("orders.fulfil")))).ShouldBeOfType<TokenVerdict.Accepted>();

        Asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_token_that_fails_the_local_check_is_never_shown_to_the_pool()
    {
        (await ValidateAsync(Mint(TokenOrder.Person("orders.read") with { Lifetime = TimeSpan.FromMinutes(-5) }))).ShouldBeOfType<TokenVerdict.Rejected>();
        (await ValidateAsync(PoolKeys.Sign(_keys.Strangers, "k1", Claims(TokenOrder.Person("orders.read"))))).ShouldBeOfType<TokenVerdict.Rejected>();

        Asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_pool_that_fails_again_and_again_is_left_in_peace_and_asked_again_after_five_seconds()
    {
        _userInfo = () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        for (var i = 0; i < 50; i++)
        {
            (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Undecided>();
        }

        Asked.ShouldBe(10);
        _userInfo = () => new HttpResponseMessage(HttpStatusCode.OK);
        _clock.Advance(TimeSpan.FromSeconds(5));

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    private async Task<TokenVerdict> ValidateAsync(string token) =>
        await _services.GetRequiredService<ITokenValidator>().ValidateAsync(token, TestContext.Current.CancellationToken);

    private string Mint(TokenOrder order) => PoolKeys.Sign(_keys.Ours, "k1", Claims(order));

    private System.Text.Json.Nodes.JsonObject Claims(TokenOrder order) => PoolClaims.Of(
        order.Kind == CallerKind.Person && order.Change is null
            ? order with { Change = claims => claims["scope"] = $"openid {claims["scope"]!.GetValue<string>()}" }
            : order,
        Issuer,
        "web-client",
        "fulfilment-client",
        _clock.GetUtcNow());

    private ServiceProvider Start()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" });
        services.AddIdentityProviders(identity => identity.AddCognito("main", options =>
        {
            options.UserPoolId = "ap-northeast-2_AbCdEf123";
            options.ClientIds.Add("web-client");
            options.MachineClientIds.Add("fulfilment-client");
            options.ResourceServer = "modular";
            options.Domain = "https://shop.auth.ap-northeast-2.amazoncognito.com";
            options.OnlineCheck = OnlineCheck.UserInfo;
        }));
        services.AddHttpClient("Identity:main").ConfigurePrimaryHttpMessageHandler(() => _pool).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return services.BuildServiceProvider();
    }
}
