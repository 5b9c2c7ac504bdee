using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity;
using Modular.Infrastructure.Identity.Oidc;

namespace Modular.Infrastructure.Tests.Identity;

public sealed class OidcTokenTests : TokenValidatorContract, IClassFixture<SigningKeys>, IDisposable
{
    private const string Authority = "https://login.example.com/tenant";
    private const string Discovery = Authority + "/.well-known/openid-configuration";
    private const string KeysUri = "https://keys.example.com/jwks.json";

    private readonly SigningKeys _keys;
    private readonly PoolKeys _provider = new();
    private JsonObject _metadata = new() { ["issuer"] = Authority, ["jwks_uri"] = KeysUri };
    private ServiceProvider? _services;

    public OidcTokenTests(SigningKeys keys)
    {
        _keys = keys;
        _provider.Publish("k1", keys.Ours);
        _provider.Instead = (request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(request.RequestUri!.AbsoluteUri == Discovery ? _metadata.ToJsonString() : _provider.Jwks()),
        });
    }

    protected override ITokenValidator Validator => (_services ??= Start(_ => { })).GetRequiredService<ITokenValidator>();

    protected override string Issuer => Authority;

    protected override (string Person, string Machine) Clients => ("web", "warehouse");

    public void Dispose()
    {
        _services?.Dispose();
        _provider.Dispose();
    }

    [Fact]
    public async Task Keys_come_from_where_the_authoritys_metadata_says_and_from_nowhere_else()
    {
        (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Accepted>();

        _provider.Asked.ShouldBe([new Uri(Discovery), new Uri(KeysUri)]);
    }

    [Theory]
    [InlineData("https://login.example.com")]
    [InlineData("https://login.example.com/tenant/")]
    [InlineData("https://LOGIN.example.com/tenant")]
    [InlineData(null)]
    public async Task Metadata_of_an_issuer_that_is_not_the_authority_to_the_letter_leaves_it_undecided(string? issuer)
    {
        _metadata["issuer"] = issuer;

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Undecided>();
    }

    [Theory]
    [InlineData("http://keys.example.com/jwks.json")]
    [InlineData("https://user@keys.example.com/jwks.json")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/jwks.json")]
    [InlineData(null)]
    public async Task Keys_are_never_fetched_but_by_https(string? address)
    {
        _metadata["jwks_uri"] = address;

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Undecided>();
        _provider.Asked.ShouldBe([new Uri(Discovery)]);
    }

    [Fact]
    public async Task Keys_that_have_moved_are_found_again()
    {
        (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Accepted>();
        _metadata = new JsonObject { ["issuer"] = Authority, ["jwks_uri"] = "https://keys.example.com/moved.json" };
        _provider.Publish("k9", _keys.Strangers);
        var old = _provider.Instead!;
        _provider.Instead = (request, cancellation) => request.RequestUri == new Uri(KeysUri)
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound))
            : old(request, cancellation);
        Clock.Advance(TimeSpan.FromSeconds(1));
        (await ValidateAsync(Mint(TokenOrder.Person("orders.read") with { UnknownKey = true }))).ShouldBeOfType<TokenVerdict.Undecided>();
        Clock.Advance(TimeSpan.FromSeconds(1));

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read") with { UnknownKey = true }))).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Fact]
    public async Task A_host_that_is_slow_to_repeat_where_the_keys_are_does_not_keep_them_from_us()
    {
        (await ValidateAsync(Mint(TokenOrder.Person("orders.read")))).ShouldBeOfType<TokenVerdict.Accepted>();
        var old = _provider.Instead!;
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _provider.Instead = async (request, cancellation) =>
        {
            if (request.RequestUri!.AbsoluteUri == Discovery)
            {
                asked.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellation);
            }

            return await old(request, cancellation);
        };
        _provider.Publish("k9", _keys.Strangers);
        Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        var providers = _services!.GetRequiredService<IdentityProviders>();
        var refresh = providers.RefreshAsync(TestContext.Current.CancellationToken);
        await asked.Task;
        Clock.Advance(TimeSpan.FromSeconds(2));
        await refresh;
        _provider.Instead = (_, _) => throw new InvalidOperationException("Nobody is to be asked.");

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read") with { UnknownKey = true }))).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Theory]
    [InlineData("at+jwt", true)]
    [InlineData("AT+JWT", true)]
    [InlineData("application/at+jwt", true)]
    [InlineData("JWT", false)]
    [InlineData("id+jwt", false)]
    [InlineData(null, false)]
    public async Task Only_an_access_token_says_that_it_is_one(string? type, bool isOne)
    {
        var verdict = await ValidateAsync(Sign(_keys.Ours, "k1", type, "RS256", ClaimsOf(TokenOrder.Person("orders.read"))));

        (verdict is TokenVerdict.Accepted).ShouldBe(isOne);
        (verdict is TokenVerdict.Rejected { Reason: RejectionReason.WrongUse }).ShouldBe(!isOne);
    }

    [Fact]
    public async Task The_type_may_be_left_unchecked_and_the_audience_never()
    {
        _services = Start(options => options.RequireAccessTokenType = false);

        (await ValidateAsync(Sign(_keys.Ours, "k1", type: null, "RS256", ClaimsOf(TokenOrder.Person("orders.read"))))).ShouldBeOfType<TokenVerdict.Accepted>();
        await RejectAsync(TokenOrder.Person("orders.read") with { Change = claims => claims.Remove("aud") }, RejectionReason.WrongAudience);
    }

    [Fact]
    public async Task A_token_for_several_audiences_is_ours_when_we_are_one()
    {
        var order = TokenOrder.Person("orders.read") with { Change = claims => claims["aud"] = new JsonArray("https://elsewhere.example", "https://api.example.com") };

        (await ValidateAsync(Mint(order))).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Theory]
    [InlineData("""{"scope":"orders.read profile.read"}""")]
    [InlineData("""{"scope":["orders.read","profile.read"]}""")]
    [InlineData("""{"scp":"orders.read profile.read"}""")]
    [InlineData("""{"scp":["orders.read"],"scope":"profile.read"}""")]
    public async Task Scopes_are_read_in_each_form_that_providers_write(string scopes)
    {
        var order = TokenOrder.Person() with
        {
            Change = claims =>
            {
                claims.Remove("scope");
                foreach (var (name, value) in JsonNode.Parse(scopes)!.AsObject())
                {
                    claims[name] = value!.DeepClone();
                }
            },
        };

        (await ValidateAsync(Mint(order))).ShouldBeOfType<TokenVerdict.Accepted>().Caller.Granted.ShouldBe(Permissions.OrdersRead | Permissions.ProfileRead);
    }

    // Microsoft Entra ID, Auth0, Okta and Keycloak as they issue tokens to machines.
    [Theory]
    [InlineData("azp", """{"client_id":null,"azp":"warehouse","sub":"object-1","oid":"object-1","idtyp":"app","roles":["orders.fulfil"]}""")]
    [InlineData("appid", """{"client_id":null,"appid":"warehouse","appidacr":"1","sub":"object-1","ver":"1.0","roles":["orders.fulfil"]}""")]
    [InlineData("azp", """{"client_id":null,"azp":"warehouse","gty":"client-credentials","sub":"warehouse@clients","permissions":["orders.fulfil"]}""")]
    [InlineData("cid", """{"client_id":null,"cid":"warehouse","sub":"warehouse","scp":["orders.fulfil"]}""")]
    [InlineData("azp", """{"client_id":"warehouse","azp":"warehouse","sub":"8f0d6a3e","username":"service-account-warehouse","preferred_username":"service-account-warehouse","resource_access":{"api":{"roles":["orders.fulfil"]}}}""")]
    public async Task A_machine_is_a_machine_by_its_clients_list_alone_whichever_claims_its_provider_writes(string clientClaim, string changes)
    {
        _services = Start(options =>
        {
            options.ClientIdClaim = clientClaim;
            options.ScopeClaims.Add("roles");
            options.ScopeClaims.Add("permissions");
            options.ScopeClaims.Add("resource_access.api.roles");
        });

        var caller = (await ValidateAsync(Mint(TokenOrder.Machine() with { Change = claims => Merge(claims, changes) })))
            .ShouldBeOfType<TokenVerdict.Accepted>().Caller;

        caller.Kind.ShouldBe(CallerKind.Machine);
        caller.ClientId.ShouldBe("warehouse");
        caller.Granted.ShouldBe(Permissions.OrdersFulfil);
    }

    [Theory]
    [InlineData("""{"scope":"openid profile","permissions":["orders.read","profile.read"]}""")]
    [InlineData("""{"scope":null,"scp":"profile.read","roles":"orders.read"}""")]
    public async Task A_persons_permissions_may_stand_in_a_claim_of_their_own(string changes)
    {
        _services = Start(options =>
        {
            options.ScopeClaims.Add("permissions");
            options.ScopeClaims.Add("roles");
        });

        (await ValidateAsync(Mint(TokenOrder.Person() with { Change = claims => Merge(claims, changes) })))
            .ShouldBeOfType<TokenVerdict.Accepted>().Caller.Granted.ShouldBe(Permissions.OrdersRead | Permissions.ProfileRead);
    }

    [Fact]
    public async Task A_claim_that_is_not_configured_grants_nothing() =>
        (await ValidateAsync(Mint(TokenOrder.Person() with { Change = claims => claims["permissions"] = new JsonArray("orders.read") })))
            .ShouldBeOfType<TokenVerdict.Accepted>().Caller.Granted.ShouldBe(Permissions.None);

    [Theory]
    [InlineData("api://orders")]
    [InlineData("6e0f5a0c-1f5c-4b1e-9d5f-2f5d1a1e7a11")]
    public async Task Each_spelling_of_our_name_is_ours(string audience)
    {
        _services = Start(options =>
        {
            options.Audiences.Clear();
            options.Audiences.Add("api://orders");
            options.Audiences.Add("6e0f5a0c-1f5c-4b1e-9d5f-2f5d1a1e7a11");
        });

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read") with { Change = claims => claims["aud"] = audience }))).ShouldBeOfType<TokenVerdict.Accepted>();
        await RejectAsync(TokenOrder.Person("orders.read") with { Change = claims => claims["aud"] = "api://Orders" }, RejectionReason.WrongAudience);
        await RejectAsync(TokenOrder.Person("orders.read") with { Change = claims => claims["aud"] = new JsonArray() }, RejectionReason.WrongAudience);
    }

    [Fact]
    public async Task The_issuer_of_access_tokens_may_be_another_than_the_one_that_customers_are_linked_to()
    {
        const string accessTokenIssuer = "http://login.example.com/adfs/services/trust";
        _services = Start(options => options.AccessTokenIssuer = accessTokenIssuer);

        var caller = (await ValidateAsync(Mint(TokenOrder.Person("orders.read") with { Change = claims => claims["iss"] = accessTokenIssuer })))
            .ShouldBeOfType<TokenVerdict.Accepted>().Caller;

        caller.Issuer.ShouldBe(Authority);
        _services!.GetRequiredService<ICanonicalIssuers>().Find(accessTokenIssuer).ShouldBe(Authority);
        _services!.GetRequiredService<ICanonicalIssuers>().Find(Authority).ShouldBe(Authority);
        await RejectAsync(TokenOrder.Person("orders.read"), RejectionReason.WrongIssuer);
    }

    [Fact]
    public async Task A_key_that_is_published_once_for_each_algorithm_checks_both()
    {
        var answer = _provider.Instead!;
        _provider.Instead = async (request, cancellation) =>
        {
            var text = await (await answer(request, cancellation)).Content.ReadAsStringAsync(cancellation);
            var entry = text[(text.IndexOf('[', StringComparison.Ordinal) + 1)..].TrimEnd(']', '}') + "}";
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(request.RequestUri!.AbsoluteUri == Discovery
                    ? text
                    : $$"""{"keys":[{{entry}},{{entry.Replace("RS256", "PS256", StringComparison.Ordinal)}}]}"""),
            };
        };

        (await ValidateAsync(Sign(_keys.Ours, "k1", "at+jwt", "RS256", ClaimsOf(TokenOrder.Person("orders.read"))))).ShouldBeOfType<TokenVerdict.Accepted>();
        (await ValidateAsync(Sign(_keys.Ours, "k1", "at+jwt", "PS256", ClaimsOf(TokenOrder.Person("orders.read"))))).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Fact]
    public async Task A_key_that_has_become_ambiguous_takes_its_remembered_tokens_with_it()
    {
        var token = Mint(TokenOrder.Person("orders.read"));
        (await ValidateAsync(token)).ShouldBeOfType<TokenVerdict.Accepted>();
        var answer = _provider.Instead!;
        using var another = new PoolKeys();
        another.Publish("k1", _keys.Strangers);
        _provider.Instead = async (request, cancellation) =>
        {
            var text = await (await answer(request, cancellation)).Content.ReadAsStringAsync(cancellation);
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(request.RequestUri!.AbsoluteUri == Discovery
                    ? text
                    : text.Replace("]}", another.Jwks().Replace("{\"keys\":[", ",", StringComparison.Ordinal), StringComparison.Ordinal)),
            };
        };
        Clock.Advance(TimeSpan.FromSeconds(1));
        await _services!.GetRequiredService<IdentityProviders>().RefreshAsync(TestContext.Current.CancellationToken);
        Clock.Advance(TimeSpan.FromSeconds(1));

        var rejected = (await ValidateAsync(token)).ShouldBeOfType<TokenVerdict.Rejected>();
        rejected.Reason.ShouldBe(RejectionReason.UnknownKey);
        rejected.Detail.ShouldBe("the provider publishes different keys of this kid for the same algorithm");
    }

    [Theory]
    [InlineData("realm_access.roles", """{"realm_access":{"roles":["staff"]}}""", true)]
    [InlineData("realm_access.roles", """{"realm_access.roles":["staff"]}""", true)]
    [InlineData("realm_access.roles", """{"realm_access":"staff"}""", false)]
    [InlineData("https://example.com/roles", """{"https://example.com/roles":"staff"}""", true)]
    [InlineData("roles", """{"groups":["staff"]}""", false)]
    public async Task Groups_stand_wherever_the_configuration_says(string claim, string content, bool isStaff)
    {
        _services = Start(options => options.GroupsClaim = claim);
        var order = TokenOrder.Person("orders.read.any") with
        {
            Change = claims =>
            {
                foreach (var (name, value) in JsonNode.Parse(content)!.AsObject())
                {
                    claims[name] = value!.DeepClone();
                }
            },
        };

        (await ValidateAsync(Mint(order))).ShouldBeOfType<TokenVerdict.Accepted>().Caller.Permissions
            .ShouldBe(isStaff ? Permissions.OrdersReadAny : Permissions.None);
    }

    [Theory]
    [InlineData("PS256")]
    [InlineData("RS384")]
    [InlineData("PS512")]
    public async Task Each_algorithm_of_the_keys_type_may_sign(string algorithm)
    {
        _provider.Instead = WithoutAlgorithm(_provider.Instead!);

        (await ValidateAsync(Sign(_keys.Ours, "k1", "at+jwt", algorithm, ClaimsOf(TokenOrder.Person("orders.read"))))).ShouldBeOfType<TokenVerdict.Accepted>();
    }

    [Fact]
    public Task A_key_checks_only_the_algorithm_that_it_was_published_for() =>
        RejectAsync(Sign(_keys.Ours, "k1", "at+jwt", "PS256", ClaimsOf(TokenOrder.Person("orders.read"))), RejectionReason.BadSignature);

    [Fact]
    public async Task An_algorithm_that_is_not_on_the_configured_list_asks_nobody()
    {
        _services = Start(options => options.Algorithms.Add("ES256"));

        await RejectAsync(TokenOrder.Person("orders.read"), RejectionReason.WrongAlgorithm);
        _provider.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("P-256", "ES256", true)]
    [InlineData("P-384", "ES384", true)]
    [InlineData("P-521", "ES512", true)]
    [InlineData("P-256", "ES384", false)]
    [InlineData("P-256", "RS256", false)]
    public async Task An_elliptic_curve_has_its_one_algorithm(string curve, string algorithm, bool isAccepted)
    {
        using var key = ECDsa.Create(curve switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            _ => ECCurve.NamedCurves.nistP521,
        });
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var jwks = new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "EC",
                ["crv"] = curve,
                ["kid"] = "e1",
                ["x"] = Base64Url.EncodeToString(point.X),
                ["y"] = Base64Url.EncodeToString(point.Y),
            }),
        };
        _provider.Instead = (request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(request.RequestUri!.AbsoluteUri == Discovery ? _metadata.ToJsonString() : jwks.ToJsonString()),
        });

        var verdict = await ValidateAsync(Sign(key, "e1", algorithm, ClaimsOf(TokenOrder.Person("orders.read"))));

        (verdict is TokenVerdict.Accepted).ShouldBe(isAccepted);
        (verdict is TokenVerdict.Rejected { Reason: RejectionReason.BadSignature }).ShouldBe(!isAccepted);
    }

    [Fact]
    public async Task Without_a_list_of_peoples_clients_every_client_but_the_machines_is_peoples()
    {
        _services = Start(options => options.ClientIds.Clear());

        (await ValidateAsync(Mint(TokenOrder.Person("orders.read") with { Client = "another" })))
            .ShouldBeOfType<TokenVerdict.Accepted>().Caller.Kind.ShouldBe(CallerKind.Person);
        (await ValidateAsync(Mint(TokenOrder.Machine("orders.fulfil")))).ShouldBeOfType<TokenVerdict.Accepted>().Caller.Kind.ShouldBe(CallerKind.Machine);
        await RejectAsync(TokenOrder.Person("orders.read") with { Client = "another", Subject = "another" }, RejectionReason.WrongClient);
    }

    protected override string Mint(TokenOrder order) => order.UnknownKey
        ? Sign(_keys.Strangers, "k9", "at+jwt", "RS256", ClaimsOf(order))
        : Sign(_keys.Ours, "k1", "at+jwt", "RS256", ClaimsOf(order));

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> WithoutAlgorithm(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> provider) => async (request, cancellation) =>
    {
        var answer = await provider(request, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text.Replace("\"alg\":\"RS256\",", "", StringComparison.Ordinal)) };
    };

    private static string Sign(RSA key, string kid, string? type, string algorithm, JsonObject claims)
    {
        var hash = algorithm[2..] switch
        {
            "256" => HashAlgorithmName.SHA256,
            "384" => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        };
        var padding = algorithm.StartsWith('P') ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return Sign(Header(kid, algorithm, type), claims, bytes => key.SignData(bytes, hash, padding));
    }

    private static string Sign(ECDsa key, string kid, string algorithm, JsonObject claims) => Sign(
        Header(kid, algorithm, "at+jwt"),
        claims,
        bytes => key.SignData(bytes, algorithm switch
        {
            "ES384" => HashAlgorithmName.SHA384,
            "ES512" => HashAlgorithmName.SHA512,
            _ => HashAlgorithmName.SHA256,
        }));

    private static string Sign(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static void Merge(JsonObject claims, string changes)
    {
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            claims[name] = value?.DeepClone();
        }
    }

    private static JsonObject Header(string kid, string algorithm, string? type)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["kid"] = kid };
        if (type is not null)
        {
            header["typ"] = type;
        }

        return header;
    }

    private JsonObject ClaimsOf(TokenOrder order) =>
        ResourceClaims.Of(order, Authority, Clients.Person, Clients.Machine, Clock.GetUtcNow());

    private ServiceProvider Start(Action<OidcOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" });
        services.AddIdentityProviders(identity => identity.AddOidc("main", options =>
        {
            options.Authority = Authority;
            options.Audiences.Add("https://api.example.com");
            options.ClientIds.Add("web");
            options.MachineClientIds.Add("warehouse");
            options.GroupsClaim = "groups";
            options.Groups["staff"] = "staff";
            configure(options);
        }));
        services.AddHttpClient("Identity:main").ConfigurePrimaryHttpMessageHandler(() => _provider).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return services.BuildServiceProvider();
    }
}
