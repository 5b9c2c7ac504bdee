using System.Net;
using System.Text.Json.Nodes;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;

namespace Modular.Api.Tests.Identity;

/// <summary>
/// Providers as they are, asked by a server as it is run: a process of its own in Production, configured by environment variables, on a machine
/// whose proxy nothing here can use.
/// </summary>
public sealed class ProvidersInProductionTests(ProvidersInProductionTests.Node host) : IClassFixture<ProvidersInProductionTests.Node>
{
    [Fact]
    public async Task A_key_set_with_odd_keys_and_one_key_for_two_algorithms_checks_its_tokens()
    {
        await host.Api.With(host.Person("orders.read")).GetJsonAsync("/api/orders");

        host.Api.Said.ShouldContain("The key odd of ");
    }

    [Fact]
    public async Task A_machines_permissions_may_stand_in_its_roles()
    {
        var token = host.Provider.Mint(new JsonObject
        {
            ["aud"] = "modular-api",
            ["client_id"] = "worker",
            ["sub"] = "object-1",
            ["roles"] = new JsonArray("orders.read.any"),
        });

        await host.Api.With(token).GetJsonAsync("/api/fulfilment/orders");
    }

    [Fact]
    public async Task A_service_account_with_a_username_is_a_machine_and_our_secret_arrives_as_it_is()
    {
        await host.Api.With("opaque-token").GetJsonAsync("/api/fulfilment/orders");
    }

    [Fact]
    public async Task A_token_of_24_KB_passes_beside_the_headers_of_a_browser_and_a_longer_one_is_401()
    {
        var token = host.Person("orders.read", padding: 17_700);
        token.Length.ShouldBeInRange(24_000, 24_576);
        using var alice = host.Api.With(token);
        alice.DefaultRequestHeaders.Add("Cookie", "session=" + new string('c', 4000));
        alice.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36");
        alice.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7, 198.51.100.2");
        await alice.GetJsonAsync("/api/orders");

        using var longer = await host.Api.With(host.Person("orders.read", padding: 18_400)).GetAnswerAsync("/api/orders");
        await longer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
    }

    [Fact]
    public async Task A_second_token_of_24_KB_is_read_in_a_body()
    {
        using var first = host.Api.With(host.Person("account.write", subject: "first"));

        using var linked = await first.PostTextAsync("/api/account/identities", $$"""{"token":"{{host.Person("account.write", subject: "second", padding: 17_700)}}"}""");

        linked.StatusCode.ShouldBe(HttpStatusCode.OK, await linked.TextAsync());
    }

    [Fact]
    public async Task A_mirrored_key_set_that_is_too_old_is_said_once_and_its_tokens_are_503()
    {
        var token = host.Provider.Mint(new JsonObject
        {
            ["iss"] = "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_Modular01",
            ["client_id"] = "web-client",
            ["token_use"] = "access",
            ["sub"] = "alice",
            ["scope"] = "modular/orders.read",
        });
        for (var i = 0; i < 3; i++)
        {
            using var undecided = await host.Api.With(token).GetAnswerAsync("/api/orders");
            await undecided.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "identity-provider-unavailable");
        }

        host.Api.Said.Split("older than KeysMaxAgeMinutes (240) allows").Length.ShouldBe(2, host.Api.Said);
        host.Api.Said.ShouldContain($"The signing keys of {host.KeysFile} are of ");
    }

    [Fact]
    public async Task Every_request_to_a_provider_names_this_program()
    {
        await host.Api.With(host.Person("orders.read")).GetJsonAsync("/api/orders");
        await host.Api.With("opaque-token").GetJsonAsync("/api/fulfilment/orders");

        host.Provider.Asked.Select(asked => asked.Path).Distinct().ShouldBe(
            ["/.well-known/openid-configuration", "/keys", "/introspect"], ignoreOrder: true);
        host.Provider.Asked.ShouldAllBe(asked => asked.Agent.StartsWith("Modular-Api/", StringComparison.Ordinal));
    }

    /// <summary>The server, and the provider that it trusts in three ways.</summary>
    public sealed class Node : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("modular-production-").FullName;
        private SecureProvider? _provider;
        private ApiNode? _api;

        internal SecureProvider Provider => _provider!;

        internal ApiNode Api => _api!;

        internal string KeysFile => Path.Combine(_folder, "jwks.json");

        public async ValueTask InitializeAsync()
        {
            var certificate = Path.Combine(_folder, "certificate.pem");
            _provider = await SecureProvider.StartAsync(certificate);
            Provider.Answer("/.well-known/openid-configuration", _ => new JsonObject { ["issuer"] = Provider.Address, ["jwks_uri"] = Provider.Address + "/keys" });
            Provider.Answer("/keys", _ => new JsonObject
            {
                ["keys"] = new JsonArray(
                    new JsonObject { ["kty"] = "RSA", ["kid"] = "odd", ["x5c"] = new JsonArray(7) }, 7, Provider.Key("PS256"), Provider.Key("RS256"), Provider.Key("RS256")),
            });
            Provider.Answer("/introspect", form => new JsonObject
            {
                ["active"] = form["client_id"] == "api@shop" && form["client_secret"] == "p+s%w:r#d",
                ["aud"] = new JsonArray("account", "modular-api"),
                ["sub"] = "8f0d6a3e-0000-4000-8000-000000000001",
                ["client_id"] = "worker",
                ["azp"] = "worker",
                ["username"] = "service-account-worker",
                ["scope"] = "orders.read.any",
                ["token_type"] = "bearer",
                ["nbf"] = null,
            });
            await File.WriteAllTextAsync(KeysFile, new JsonObject { ["keys"] = new JsonArray(Provider.Key("RS256")) }.ToJsonString(), TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(KeysFile, TimeProvider.System.GetUtcNow().AddHours(-5).UtcDateTime);

            (string, string)[] settings =
            [
                ("ASPNETCORE_ENVIRONMENT", "Production"),
                ("ConnectionStrings:Modular", $"Data Source='{Path.Combine(_folder, "modular.db")}'"),
                ("SSL_CERT_FILE", certificate),
                ("HTTP_PROXY", "http://127.0.0.1:1"),
                ("HTTPS_PROXY", "http://127.0.0.1:1"),
                .. Provide("web", ("Kind", "Oidc"), ("Authority", Provider.Address), ("Audiences:0", "modular-api"), ("ClientIds:0", "web"), ("MachineClientIds:0", "worker"), ("ScopeClaims:0", "roles")),
                .. Provide("asked", ("Kind", "Introspection"), ("Endpoint", Provider.Address + "/introspect"), ("Issuer", "https://asked.example"), ("ClientId", "api@shop"), ("ClientSecret", "p+s%w:r#d"), ("ClientAuthentication", "client_secret_post"), ("Audiences:0", "modular-api"), ("MachineClientIds:0", "worker")),
                .. Provide("pool", ("Kind", "Cognito"), ("UserPoolId", "ap-northeast-2_Modular01"), ("ClientIds:0", "web-client"), ("ResourceServer", "modular"), ("KeysFile", KeysFile)),
            ];
            var migrated = await ApiProcess.RunAsync("Production", settings, "migrate");
            migrated.ExitCode.ShouldBe(0, migrated.Error);
            _api = await ApiNode.StartAsync(settings);
        }

        /// <summary>A person's token.</summary>
        public string Person(string scope, string subject = "alice", int padding = 0) => Provider.Mint(new JsonObject
        {
            ["aud"] = "modular-api",
            ["client_id"] = "web",
            ["sub"] = subject,
            ["scope"] = scope,
            ["auth_time"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            ["padding"] = new string('p', padding),
        });

        public async ValueTask DisposeAsync()
        {
            if (_api is not null)
            {
                await _api.DisposeAsync();
            }

            if (_provider is not null)
            {
                await _provider.DisposeAsync();
            }

            Directory.Delete(_folder, recursive: true);
        }

        private static IEnumerable<(string, string)> Provide(string name, params (string Setting, string Value)[] settings) =>
            settings.Select(setting => ($"Identity:Providers:{name}:{setting.Setting}", setting.Value));
    }
}
