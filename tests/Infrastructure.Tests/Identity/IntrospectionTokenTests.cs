using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Introspection;
using Modular.Infrastructure.Identity.Tokens;
using Modular.Infrastructure.Identity.Validation;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>SECURITY rule 6: the contract on JSON Web Tokens that are asked about, and what holds of opaque ones.</summary>
public sealed class IntrospectionTokenTests : TokenValidatorContract, IDisposable
{
    private const string Opaque = "mF_9.B5f-4.1JqM+x/y~z";

    private readonly IntrospectionStub _endpoint = new();
    private ServiceProvider? _services;

    protected override ITokenValidator Validator => (_services ??= Start(_ => { })).GetRequiredService<ITokenValidator>();

    protected override string Issuer => "https://login.example.com";

    protected override (string Person, string Machine) Clients => ("web", "warehouse");

    protected override RejectionReason[] Forged => [RejectionReason.Revoked];

    protected override RejectionReason[] Garbage => [RejectionReason.Malformed, RejectionReason.Revoked];

    public void Dispose()
    {
        _services?.Dispose();
        _endpoint.Dispose();
    }

    [Fact]
    public async Task An_opaque_token_is_what_the_endpoint_says_of_it()
    {
        Know(Opaque, ClaimsOf(TokenOrder.Person("orders.read") with { Subject = "alice" }));

        var caller = (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Accepted>().Caller;

        caller.Subject.ShouldBe("alice");
        caller.Issuer.ShouldBe(Issuer);
    }

    [Fact]
    public async Task An_opaque_token_may_be_as_long_as_any_other_and_a_longer_one_is_told_how_long_it_is()
    {
        var longest = new string('t', 24_576);
        Know(longest, ClaimsOf(TokenOrder.Person("orders.read")));

        (await ValidateAsync(longest)).ShouldBeOfType<TokenVerdict.Accepted>();
        (await ValidateAsync(longest + "t")).ShouldBeOfType<TokenVerdict.Rejected>().Detail.ShouldBe("the token has 24577 characters, and at most 24576 are taken");
    }

    [Fact]
    public async Task Our_name_and_secret_go_into_the_body_where_the_provider_does_not_decode_the_header()
    {
        _services = Start(options => (options.ClientId, options.ClientSecret, options.ClientAuthentication) = ("api@shop", "p+s%w:r#d", "client_secret_post"));

        await ValidateAsync(Opaque);

        _endpoint.Asked.Single().ShouldBe((
            "POST",
            "https://login.example.com/introspect",
            "",
            "token=mF_9.B5f-4.1JqM%2Bx%2Fy~z&token_type_hint=access_token&client_id=api%40shop&client_secret=p%2Bs%25w%3Ar%23d"));
    }

    [Fact]
    public async Task That_the_endpoint_refuses_us_is_said_with_what_to_check()
    {
        _endpoint.Instead = () => new HttpResponseMessage(HttpStatusCode.Unauthorized);

        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Undecided>().Detail.ShouldBe(
            "the introspection endpoint answered 401: check ClientId and ClientSecret, and whether it wants another ClientAuthentication "
            + "(client_secret_basic or client_secret_post)");
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task Only_400_401_and_403_ask_the_operator_to_check_our_credentials(HttpStatusCode status)
    {
        _endpoint.Instead = () => new HttpResponseMessage(status);

        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Undecided>().Detail.ShouldBe($"the introspection endpoint answered {(int)status}");
    }

    [Fact]
    public async Task An_explanation_shows_what_the_endpoint_said_of_the_token()
    {
        Know(Opaque, ClaimsOf(TokenOrder.Person("orders.read") with { Change = claims => claims["token_type"] = "bearer" }));

        (await ExplainAsync()).ShouldBe(
        [
            new("form", Passed: true, "a JSON Web Token, or an opaque one", "opaque"),
            new("introspection", Passed: true, "an answer (RFC 7662 section 2.2)", "an answer"),
            new("active", Passed: true, "true", "true"),
            new("iss", Passed: true, $"{Issuer}, or absent", Issuer),
            new("token_type", Passed: true, "Bearer, access_token, or absent", "bearer"),
        ]);
    }

    [Fact]
    public async Task An_explanation_shows_what_the_endpoint_left_out()
    {
        Know(Opaque, ClaimsOf(TokenOrder.Person("orders.read") with { Change = claims => claims["iss"] = null }));

        (await ExplainAsync())[^2..].ShouldBe(
        [
            new("iss", Passed: true, $"{Issuer}, or absent", "absent"),
            new("token_type", Passed: true, "Bearer, access_token, or absent", "absent"),
        ]);
    }

    [Theory]
    [InlineData("iss", "https://elsewhere.example", "https://login.example.com, or absent")]
    [InlineData("token_type", "refresh_token", "Bearer, access_token, or absent")]
    public async Task An_explanation_ends_with_what_is_not_as_it_should_be(string claim, string value, string expected)
    {
        Know(Opaque, ClaimsOf(TokenOrder.Person("orders.read") with { Change = claims => claims[claim] = value }));

        (await ExplainAsync())[^1].ShouldBe(new TokenCheck(claim, Passed: false, expected, value));
    }

    [Fact]
    public async Task An_explanation_shows_that_the_endpoint_does_not_know_the_token_or_why_it_gave_no_answer()
    {
        (await ExplainAsync())[^1].ShouldBe(new TokenCheck("active", Passed: false, "true", "false"));
        _endpoint.Instead = () => new HttpResponseMessage(HttpStatusCode.InternalServerError);

        (await ExplainAsync())[^1].ShouldBe(
            new TokenCheck("introspection", Passed: false, "an answer (RFC 7662 section 2.2)", "the introspection endpoint answered 500"));
    }

    [Theory]
    [InlineData("17", 17)]
    [InlineData("0", 2)]
    [InlineData("3600", 60)]
    [InlineData("Thu, 15 Jan 2026 12:00:30 GMT", 30)]
    [InlineData("Thu, 15 Jan 2026 11:00:00 GMT", 2)]
    [InlineData("soon", 2)]
    [InlineData(null, 2)]
    public async Task A_provider_that_is_overrun_says_when_to_ask_again_within_bounds(string? retryAfter, int seconds)
    {
        _endpoint.Instead = () =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            return response;
        };

        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Undecided>().RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    // Keycloak's answer for a service account, and what others write.
    [Theory]
    [InlineData("""{"username":"service-account-warehouse","preferred_username":"service-account-warehouse","sub":"8f0d6a3e","typ":"Bearer","azp":"warehouse","acr":"1"}""")]
    [InlineData("""{"username":7}""")]
    [InlineData("""{"token_type":"bearer","aud":["account","https://api.example.com"],"scope":["orders.fulfil"]}""")]
    [InlineData("""{"token_type":null,"iss":null,"nbf":null,"auth_time":null,"sub":null,"jti":null}""")]
    [InlineData("""{"realm_access":{"roles":[]},"groups":[],"scope":["orders.fulfil"],"cnf":null}""")]
    [InlineData("""{"exp":4102444800.5,"iat":1.5e9,"extra":{"deep":[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]}}""")]
    public async Task A_machine_is_a_machine_by_its_clients_list_alone(string changes)
    {
        Know(Opaque, ClaimsOf(TokenOrder.Machine("orders.fulfil") with { Change = claims => Merge(claims, changes) }));

        var caller = (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Accepted>().Caller;

        caller.Kind.ShouldBe(CallerKind.Machine);
        caller.Granted.ShouldBe(Permissions.OrdersFulfil);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public override async Task A_token_without_an_end_is_rejected(bool isNull)
    {
        // RFC 7662 section 2.2 leaves exp to the provider: such a token ends with its answer.
        Know(Opaque, ClaimsOf(TokenOrder.Person("orders.read") with { Change = claims => Leave(claims, "exp", isNull) }));

        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Accepted>().Caller.ExpiresAt.ShouldBe(Clock.GetUtcNow().AddSeconds(30));
        _endpoint.Forget(Opaque);
        Clock.Advance(TimeSpan.FromSeconds(30));
        await RejectAsync(Opaque, RejectionReason.Revoked);
    }

    [Fact]
    public async Task The_issuer_of_access_tokens_may_be_another_than_the_one_that_customers_are_linked_to()
    {
        _services = Start(options => options.AccessTokenIssuer = "http://login.example.com/adfs/services/trust");
        Know(Opaque, ClaimsOf(TokenOrder.Person("orders.read") with { Change = claims => claims["iss"] = "http://login.example.com/adfs/services/trust" }));

        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Accepted>().Caller.Issuer.ShouldBe(Issuer);
        Know("another", ClaimsOf(TokenOrder.Person("orders.read")));
        await RejectAsync("another", RejectionReason.WrongIssuer);
        await RejectAsync(TokenOrder.Person("orders.read"), RejectionReason.WrongIssuer);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-8")]
    public async Task An_answer_is_read_in_each_encoding_of_JSON(string encoding)
    {
        var claims = ClaimsOf(TokenOrder.Person("orders.read"));
        claims["active"] = true;
        var text = Encoding.GetEncoding(encoding);
        _endpoint.Instead = () => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent([.. text.GetPreamble(), .. text.GetBytes(claims.ToJsonString())]),
        };

        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Fact]
    public async Task An_answer_that_is_no_text_leaves_it_undecided()
    {
        var claims = ClaimsOf(TokenOrder.Person("orders.read") with { Subject = "Zo\u00eb" });
        claims["active"] = true;
        _endpoint.Instead = () => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(Encoding.Latin1.GetBytes(claims.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))),
        };

        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Undecided>();
    }

    [Fact]
    public async Task We_say_who_we_are_and_send_the_token_in_the_body_alone()
    {
        await ValidateAsync(Opaque);

        _endpoint.Asked.Single().ShouldBe(("POST", "https://login.example.com/introspect", "modular+api:s%3Aecret", "token=mF_9.B5f-4.1JqM%2Bx%2Fy~z&token_type_hint=access_token"));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Redirect)]
    [InlineData(HttpStatusCode.NoContent)]
    public async Task That_we_are_refused_says_nothing_about_the_token(HttpStatusCode status)
    {
        _endpoint.Instead = () => new HttpResponseMessage(status);

        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Undecided>().RetryAfter.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"active":"true"}""")]
    [InlineData("""{"active":true,"active":false}""")]
    [InlineData("""{"active":true,"\ud800":1}""")]
    [InlineData("<html>maintenance</html>")]
    public async Task What_is_no_answer_leaves_it_undecided(string body)
    {
        _endpoint.Instead = () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) };

        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Undecided>();
    }

    [Fact]
    public async Task An_endpoint_that_cannot_be_reached_leaves_it_undecided()
    {
        _endpoint.Instead = () => throw new HttpRequestException("down");

        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Undecided>();
    }

    [Fact]
    public async Task A_connection_that_is_not_made_in_time_leaves_it_undecided_and_opens_the_circuit()
    {
        // The HTTP client throws the same exception as for a caller who gave up, although the caller did not.
        _endpoint.Instead = () => throw new TaskCanceledException("connect", new TimeoutException());
        for (var i = 0; i < 20; i++)
        {
            (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Undecided>();
        }

        _endpoint.Asked.Count.ShouldBe(10);
    }

    [Fact]
    public async Task An_answer_whose_body_never_ends_leaves_it_undecided_after_five_seconds()
    {
        using var body = new EndlessBody();
        _endpoint.Instead = () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) };
        var verdict = ValidateAsync(Opaque);
        await body.BeingRead.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Clock.Advance(TimeSpan.FromSeconds(5));

        (await verdict.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBeOfType<TokenVerdict.Undecided>();
    }

    [Fact]
    public async Task An_outage_in_which_every_call_is_given_up_writes_no_line_a_call()
    {
        _services = Start(_ => { });
        for (var i = 0; i < 9; i++)
        {
            using var body = new EndlessBody();
            _endpoint.Instead = () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) };
            var verdict = ValidateAsync(Opaque);
            await body.BeingRead.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Clock.Advance(TimeSpan.FromSeconds(5));
            (await verdict).ShouldBeOfType<TokenVerdict.Undecided>().Detail.ShouldBe("the introspection endpoint does not answer: no answer in time");
        }

        _services.GetFakeLogCollector().GetSnapshot().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("iss", "https://elsewhere.example", RejectionReason.WrongIssuer)]
    [InlineData("token_type", "refresh_token", RejectionReason.WrongUse)]
    [InlineData("token_type", "DPoP", RejectionReason.WrongUse)]
    [InlineData("aud", "https://elsewhere.example", RejectionReason.WrongAudience)]
    [InlineData("client_id", "stranger", RejectionReason.WrongClient)]
    public Task What_the_endpoint_says_of_it_is_checked_like_any_tokens_claims(string claim, string value, RejectionReason reason)
    {
        Know(Opaque, ClaimsOf(TokenOrder.Person("orders.read") with { Change = claims => claims[claim] = value }));

        return RejectAsync(Opaque, reason);
    }

    [Theory]
    [InlineData("token_type", "Bearer")]
    [InlineData("token_type", "access_token")]
    [InlineData("iss", "https://login.example.com")]
    public async Task What_is_as_it_should_be_is_accepted(string claim, string value)
    {
        Know(Opaque, ClaimsOf(TokenOrder.Person("orders.read") with { Change = claims => claims[claim] = value }));

        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Fact]
    public async Task A_machine_needs_no_subject()
    {
        Know(Opaque, ClaimsOf(TokenOrder.Machine("orders.fulfil") with { Change = claims => claims.Remove("sub") }));

        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Accepted>().Caller.Subject.ShouldBe("warehouse");
    }

    [Fact]
    public async Task It_is_ready_once_the_endpoint_answers_us_and_until_it_does_not()
    {
        var providers = (_services ??= Start(_ => { })).GetRequiredService<IdentityProviders>();
        providers.AnyReady.ShouldBeFalse();
        await providers.RefreshAsync(TestContext.Current.CancellationToken);
        providers.AnyReady.ShouldBeTrue();
        _endpoint.Instead = () => new HttpResponseMessage(HttpStatusCode.Unauthorized);
        await providers.RefreshAsync(TestContext.Current.CancellationToken);

        providers.AnyReady.ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_is_good_for_thirty_seconds_and_then_asked_for_again()
    {
        Know(Opaque, ClaimsOf(TokenOrder.Person("orders.read")));
        await ValidateAsync(Opaque);
        Clock.Advance(TimeSpan.FromSeconds(29));
        await ValidateAsync(Opaque);
        _endpoint.Asked.Count.ShouldBe(1);
        _endpoint.Forget(Opaque);
        Clock.Advance(TimeSpan.FromSeconds(1));

        await RejectAsync(Opaque, RejectionReason.Revoked);
        _endpoint.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_is_never_good_beyond_the_tokens_end()
    {
        _services = Start(options => options.ClockSkewSeconds = 0);
        Know(Opaque, ClaimsOf(TokenOrder.Person("orders.read") with { Lifetime = TimeSpan.FromSeconds(10) }));
        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Accepted>();
        Clock.Advance(TimeSpan.FromSeconds(10));

        await RejectAsync(Opaque, RejectionReason.Expired);
    }

    [Fact]
    public async Task What_is_undecided_is_asked_again_at_once()
    {
        Know(Opaque, ClaimsOf(TokenOrder.Person("orders.read")));
        _endpoint.Instead = () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Undecided>();
        _endpoint.Instead = null;

        (await ValidateAsync(Opaque)).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Theory]
    [InlineData("eyJhbGciOiJSU0EtT0FFUCJ9.key.iv.text.tag")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.broken")]
    [InlineData("white space")]
    [InlineData("naïve")]
    [InlineData("")]
    public async Task What_was_not_meant_for_the_endpoint_is_never_shown_to_it(string token)
    {
        await RejectAsync(token, RejectionReason.Malformed);

        _endpoint.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_issuers_token_is_never_shown_to_it()
    {
        await RejectAsync(TokenOrder.Person("orders.read") with { Change = claims => claims["iss"] = "https://elsewhere.example" }, RejectionReason.WrongIssuer);

        _endpoint.Asked.ShouldBeEmpty();
    }

    protected override string Mint(TokenOrder order)
    {
        var claims = ClaimsOf(order);
        var token = $"{Encode(new JsonObject { ["alg"] = "RS256", ["kid"] = "k1" })}.{Encode(claims)}.{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(claims.ToJsonString())))}";
        if (!order.UnknownKey)
        {
            Know(token, claims);
        }

        return token;
    }

    private static void Merge(JsonObject claims, string changes)
    {
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            claims[name] = value?.DeepClone();
        }
    }

    // The checks that are this provider's own come before those of the claims, which begin with the end.
    private async Task<TokenCheck[]> ExplainAsync()
    {
        var explanations = (_services ??= Start(_ => { })).GetRequiredService<TokenExplanations>();
        var explanation = await explanations.ExplainAsync(Opaque, TestContext.Current.CancellationToken);
        return [.. explanation.Checks.TakeWhile(check => check.Name != "exp")];
    }

    private void Know(string token, JsonObject claims)
    {
        claims["active"] = true;
        _endpoint.Know(token, claims.ToJsonString());
    }

    private JsonObject ClaimsOf(TokenOrder order) => ResourceClaims.Of(order, Issuer, Clients.Person, Clients.Machine, Clock.GetUtcNow());

    private ServiceProvider Start(Action<IntrospectionOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddFakeLogging(log => log.FilteredLevels = new HashSet<LogLevel> { LogLevel.Warning, LogLevel.Error, LogLevel.Critical });
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" });
        services.AddIdentityProviders(identity => identity.AddIntrospection("main", options =>
        {
            options.Endpoint = "https://login.example.com/introspect";
            options.Issuer = Issuer;
            options.ClientId = "modular api";
            options.ClientSecret = "s:ecret";
            options.Audiences.Add("https://api.example.com");
            options.ClientIds.Add("web");
            options.MachineClientIds.Add("warehouse");
            options.GroupsClaim = "groups";
            options.Groups["staff"] = "staff";
            configure(options);
        }));
        services.AddHttpClient("Identity:main").ConfigurePrimaryHttpMessageHandler(() => _endpoint).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return services.BuildServiceProvider();
    }
}
