using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Cognito;

namespace Modular.Infrastructure.Tests.Identity;

public sealed class CognitoTokenTests : TokenValidatorContract, IClassFixture<SigningKeys>, IDisposable
{
    private const string PrimaryIssuer = "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_AbCdEf123";
    private const string SecondIssuer = "https://issuer-cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_AbCdEf123";
    private const string ReplicaIssuer = "https://cognito-idp.eu-west-1.amazonaws.com/ap-northeast-2_AbCdEf123";

    private readonly SigningKeys _keys;
    private readonly PoolKeys _pool = new();
    private ServiceProvider? _services;

    public CognitoTokenTests(SigningKeys keys)
    {
        _keys = keys;
        _pool.Publish("k1", keys.Ours);
    }

    protected override ITokenValidator Validator => (_services ??= Start(_ => { })).GetRequiredService<ITokenValidator>();

    protected override string Issuer => PrimaryIssuer;

    protected override (string Person, string Machine) Clients => ("web-client", "fulfilment-client");

    public void Dispose()
    {
        _services?.Dispose();
        _pool.Dispose();
    }

    [Fact]
    public async Task Region_and_pool_id_alone_give_the_issuer_and_the_key_address()
    {
        await ShouldAcceptAsync(PrimaryIssuer);

        _pool.Asked.ShouldBe([new Uri(PrimaryIssuer + "/.well-known/jwks.json")]);
    }

    [Fact]
    public async Task Tokens_of_the_other_form_of_issuer_are_the_same_providers()
    {
        var caller = await ShouldAcceptAsync(SecondIssuer);

        caller.Issuer.ShouldBe(PrimaryIssuer);
        _pool.Asked.ShouldBe([new Uri(SecondIssuer + "/.well-known/jwks.json")]);
    }

    [Fact]
    public async Task A_replicated_pool_issues_in_each_regions_name()
    {
        await RejectAsync(TokenOrder.Person("orders.read") with { Change = claims => claims["iss"] = ReplicaIssuer }, RejectionReason.WrongIssuer);
        _services?.Dispose();
        _services = Start(options => options.AdditionalRegions.Add("eu-west-1"));

        (await ShouldAcceptAsync(ReplicaIssuer)).Issuer.ShouldBe(PrimaryIssuer);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task A_form_of_issuer_that_the_pool_does_not_use_is_rejected(HttpStatusCode status)
    {
        AnswerFor(SecondIssuer, status);
        await ShouldAcceptAsync(PrimaryIssuer);

        await RejectAsync(TokenOrder.Person("orders.read") with { Change = claims => claims["iss"] = SecondIssuer }, RejectionReason.WrongIssuer);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task A_pool_that_nobody_reaches_leaves_it_undecided_for_every_form(HttpStatusCode status)
    {
        _pool.Instead = (_, _) => Task.FromResult(new HttpResponseMessage(status));

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Undecided>();
        (await ValidateAsync(Mint(TokenOrder.Person("orders.read") with { Change = claims => claims["iss"] = SecondIssuer })))
            .ShouldBeOfType<TokenVerdict.Undecided>();
    }

    [Fact]
    public async Task A_pool_that_was_reached_before_leaves_a_new_key_undecided()
    {
        await ShouldAcceptAsync(PrimaryIssuer);
        await ShouldAcceptAsync(SecondIssuer);
        AnswerFor(PrimaryIssuer, HttpStatusCode.Forbidden);
        Clock.Advance(TimeSpan.FromSeconds(1));

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read") with { UnknownKey = true }))).ShouldBeOfType<TokenVerdict.Undecided>();
    }

    [Fact]
    public async Task With_one_address_for_all_forms_its_absence_says_nothing_about_a_form()
    {
        _services = Start(options => options.KeysUri = "https://keys.example.com/jwks.json");
        await ShouldAcceptAsync(PrimaryIssuer);
        _pool.Instead = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
        Clock.Advance(TimeSpan.FromSeconds(1));

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read") with { UnknownKey = true }))).ShouldBeOfType<TokenVerdict.Undecided>();
    }

    [Fact]
    public async Task A_form_that_had_keys_is_not_unused_when_they_have_become_too_old()
    {
        await ShouldAcceptAsync(SecondIssuer);
        await ShouldAcceptAsync(PrimaryIssuer);
        AnswerFor(PrimaryIssuer, HttpStatusCode.Forbidden);
        Clock.Advance(TimeSpan.FromMinutes(241));
        await ShouldAcceptAsync(SecondIssuer);

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read") with { Change = claims => claims["iss"] = PrimaryIssuer })))
            .ShouldBeOfType<TokenVerdict.Undecided>();
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Redirect)]
    [InlineData(HttpStatusCode.NoContent)]
    public async Task A_provider_that_fails_leaves_it_undecided(HttpStatusCode status)
    {
        _pool.Instead = (_, _) => Task.FromResult(new HttpResponseMessage(status));

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Undecided>()
            .RetryAfter.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[null,7]}""")]
    [InlineData("""{"keys":[{"kty":"oct","kid":"k1","k":"AAAA"}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","kid":"k1","n":"AQAB","e":"AQAB"}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","kid":"k1","n":"","e":"AQAB"}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","kid":"k1","n":"AQAB","e":""}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","\ud800":1}]}""")]
    [InlineData("""{"\ud800":1,"keys":[]}""")]
    [InlineData("<html>maintenance</html>")]
    public async Task An_answer_that_is_no_key_set_leaves_it_undecided(string body)
    {
        _pool.Instead = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) });

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Undecided>();
    }

    [Fact]
    public async Task A_key_that_is_published_twice_is_one_key()
    {
        var jwks = _pool.Jwks();
        var key = jwks[jwks.IndexOf('[', StringComparison.Ordinal)..].Trim('[', ']', '}') + "}";
        _pool.Instead = (_, _) => Task.FromResult(
            new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($$"""{"keys":[{{key}},{{key}}]}""") });

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Fact]
    public async Task A_token_that_fails_an_offline_check_asks_nobody()
    {
        await RejectAsync(TokenOrder.Person("orders.read") with { Lifetime = TimeSpan.FromMinutes(-5) }, RejectionReason.Expired);
        await RejectAsync(TokenOrder.Person("orders.read") with { Client = "stranger" }, RejectionReason.WrongClient);
        await RejectAsync(TokenOrder.Person("orders.read") with { Change = claims => claims["iss"] = "https://elsewhere.example" }, RejectionReason.WrongIssuer);
        await RejectAsync("garbage", RejectionReason.Malformed);

        _pool.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("jku", "\"https://evil.example/jwks.json\"")]
    [InlineData("x5u", "\"https://evil.example/cert.pem\"")]
    [InlineData("jwk", "{\"kty\":\"RSA\"}")]
    public async Task No_address_and_no_key_is_taken_from_a_token(string name, string value)
    {
        var parts = Mint(TokenOrder.Person("orders.read")).Split('.');
        var header = System.Text.Json.Nodes.JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0]))!.AsObject();
        header[name] = System.Text.Json.Nodes.JsonNode.Parse(value);

        await RejectAsync($"{Encode(header)}.{parts[1]}.{parts[2]}", RejectionReason.BadSignature);

        _pool.Asked.ShouldAllBe(address => address.Host == "cognito-idp.ap-northeast-2.amazonaws.com");
    }

    [Theory]
    [InlineData("K1")]
    [InlineData("k1 ")]
    [InlineData("../k1")]
    [InlineData("k1' OR '1'='1")]
    public async Task A_kid_is_compared_character_by_character(string kid) => await RejectAsync(
        PoolKeys.Sign(_keys.Ours, kid, PoolClaims.Of(TokenOrder.Person("orders.read"), Issuer, Clients.Person, Clients.Machine, Clock.GetUtcNow())),
        RejectionReason.UnknownKey);

    [Fact]
    public async Task An_empty_kid_is_unknown() => await RejectAsync(
        PoolKeys.Sign(_keys.Ours, "", PoolClaims.Of(TokenOrder.Person("orders.read"), Issuer, Clients.Person, Clients.Machine, Clock.GetUtcNow())),
        RejectionReason.UnknownKey);

    [Fact]
    public async Task An_ID_token_is_no_access_token() =>
        await RejectAsync(TokenOrder.Person("orders.read") with { Change = claims => claims["token_use"] = "id" }, RejectionReason.WrongUse);

    [Fact]
    public async Task With_a_bound_resource_peoples_tokens_must_name_it_and_machines_may_lack_it()
    {
        _services = Start(options => options.Audience = "https://api.example.com");

        await RejectAsync(TokenOrder.Person("orders.read"), RejectionReason.WrongAudience);
        await RejectAsync(TokenOrder.Person("orders.read") with { Change = claims => claims["aud"] = "web-client" }, RejectionReason.WrongAudience);
        (await ValidateAsync(Mint(TokenOrder.Person("orders.read") with { Change = claims => claims["aud"] = "https://api.example.com" })))
            .ShouldBeOfType<TokenVerdict.Accepted>();
        (await ValidateAsync(Mint(TokenOrder.Machine("orders.fulfil")))).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Fact]
    public async Task A_missing_jti_is_no_fault() => (await ValidateAsync(
        Mint(TokenOrder.Person("orders.read") with { Change = claims => claims.Remove("jti") }))).ShouldBeOfType<TokenVerdict.Accepted>();

    protected override string Mint(TokenOrder order)
    {
        var claims = PoolClaims.Of(order, Issuer, Clients.Person, Clients.Machine, Clock.GetUtcNow());
        return order.UnknownKey ? PoolKeys.Sign(_keys.Strangers, "k9", claims) : PoolKeys.Sign(_keys.Ours, "k1", claims);
    }

    private void AnswerFor(string issuer, HttpStatusCode status) => _pool.Instead = (request, _) => Task.FromResult(
        request.RequestUri!.AbsoluteUri.StartsWith(issuer, StringComparison.Ordinal)
            ? new HttpResponseMessage(status)
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_pool.Jwks()) });

    private async Task<Caller> ShouldAcceptAsync(string issuer) =>
        (await ValidateAsync(Mint(TokenOrder.Person("orders.read") with { Change = claims => claims["iss"] = issuer })))
            .ShouldBeOfType<TokenVerdict.Accepted>().Caller;

    private ServiceProvider Start(Action<CognitoOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" });
        services.AddIdentityProviders(identity => identity.AddCognito("main", options =>
        {
            options.UserPoolId = "ap-northeast-2_AbCdEf123";
            options.ClientIds.Add("web-client");
            options.MachineClientIds.Add("fulfilment-client");
            options.ResourceServer = "modular";
            configure(options);
        }));
        services.AddHttpClient("Identity:main").ConfigurePrimaryHttpMessageHandler(() => _pool).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return services.BuildServiceProvider();
    }
}
