using System.Globalization;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Http.Fuzz;

/// <summary>
/// Nothing that is broken as HTTP or JSON is a server's fault, in any of the programs: requests that are broken at random, over sockets, to
/// processes as they run. <c>MODULAR_FUZZ_REQUESTS</c> makes it more of them, <c>MODULAR_FUZZ_SEED</c> others.
/// </summary>
public sealed class FuzzTests(ProductionHost server) : IClassFixture<ProductionHost>
{
    private const string Json = "Content-Type: application/json";
    private const string Form = "Content-Type: application/x-www-form-urlencoded";
    private const int DefaultCount = 1500;
    private const int DefaultSeed = 20261126;

    // However quick the machine is, the shortened run takes no longer.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Long = TimeSpan.FromHours(4);

    [Fact]
    public async Task The_resource_server_answers_every_broken_request_as_the_callers_fault()
    {
        string[] alice = [server.Alice.TrimEnd()];
        // A broken method may close the account: then its token is good for nothing more.
        string[] bob = [server.Bob.TrimEnd()];
        string[] machine = [server.Machine.TrimEnd()];
        await RunAsync(new FuzzTarget(
            server.Api.Address,
            [
                new("GET", "/api/orders?limit=10&status=PLACED&sort=-id", alice),
                new("GET", "/api/orders/1", [.. alice, "If-None-Match: \"1\""]),
                new("GET", "/api/fulfilment/orders?limit=5", machine),
                new("GET", "/api/customers/00000000-0000-4000-8000-00000000000a/orders", machine),
                new("GET", "/api/profile", alice),
                new("GET", "/api/account", [.. bob, "If-None-Match: \"x\""]),
                new("GET", "/api/products", alice),
                new("GET", "/openapi/v1.json", []),
                new("GET", "/.well-known/oauth-protected-resource", []),
                new("GET", "/health/ready", []),
                new("GET", "/docs/", []),
                new("GET", "/api/orders", []),
                new("HEAD", "/api/orders/events", alice),
                new("PUT", "/api/profile", [.. alice, Json], """{"name":"Alice","email":"a@b.de","phone":"+4930123456","addresses":[{"line1":"a","postalCode":"b","city":"c","country":"DE"}]}"""),
                new("PUT", "/api/profile", [.. alice, Json, "If-Match: \"x\""], """{"name":"Alice"}"""),
                new("PUT", "/api/profile", [Json], """{"name":"Alice"}"""),
                new("POST", "/api/orders", [.. alice, Json, "Idempotency-Key: \"a-key\""], """{"lines":[{"sku":"TEA-GREEN-100","quantity":1}]}"""),
                new("POST", "/api/orders/1/cancel", [.. alice, "If-Match: \"1\""], ""),
                new("POST", "/api/orders/1/pay", machine, "{}"),
                new("POST", "/api/account/identities", [.. bob, Json], """{"token":"a.b.c"}"""),
                new("POST", "/api/customers/00000000-0000-4000-8000-00000000000a/reinstate", machine),
            ],
            "/health/live",
            IsOutage: false,
            HasProblems: true,
            KnownErrors: [],
            () => server.Api.Said));
    }

    [Fact]
    public async Task The_stand_in_for_a_user_pool_does_too()
    {
        await using var pool = await RunningProgram.StartAsync(Path.Combine(AppContext.BaseDirectory, "Modular.LocalCognito.dll"), "Development");
        const string Basic = "Authorization: Basic d2ViLWNsaWVudDp3ZWItc2VjcmV0";
        const string Machine = "Authorization: Basic ZnVsZmlsbWVudC1jbGllbnQ6ZnVsZmlsbWVudC1zZWNyZXQ=";
        await RunAsync(new FuzzTarget(
            pool.Address,
            [
                new("GET", "/ap-northeast-2_Modular01/.well-known/openid-configuration", []),
                new("GET", "/ap-northeast-2_Modular01/.well-known/jwks.json", []),
                new("GET", "/oauth2/authorize?response_type=code&client_id=web-client&redirect_uri=http%3A%2F%2Flocalhost%3A5090%2Fsignin-oidc&scope=openid&state=s", []),
                new("GET", "/login?client_id=web-client&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A5090%2Fsignin-oidc&scope=openid", []),
                new("POST", "/login?client_id=web-client&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A5090%2Fsignin-oidc&scope=openid", [Form], "username=nobody&password=x"),
                new("POST", "/oauth2/token", [Machine, Form], "grant_type=client_credentials&scope=modular%2Forders.fulfil"),
                new("POST", "/oauth2/token", [Basic, Form], "grant_type=authorization_code&code=x&redirect_uri=http%3A%2F%2Flocalhost%3A5090%2Fsignin-oidc"),
                new("POST", "/oauth2/token", [Form], "grant_type=refresh_token&client_id=cli-client&refresh_token=x"),
                new("POST", "/oauth2/revoke", [Basic, Form], "token=x"),
                new("GET", "/oauth2/userInfo", ["Authorization: Bearer a.b.c"]),
                new("GET", "/logout?client_id=web-client&logout_uri=http%3A%2F%2Flocalhost%3A5090%2F", []),
                new("POST", "/", ["X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth", "Content-Type: application/x-amz-json-1.1"], "{}"),
                new("POST", "/_local/tokens", [Json], """{"user":"alice","client":"web-client","scopes":["openid"],"claims":{"a":1},"expiresIn":900,"sign":"current"}"""),
                new("GET", "/_local/requests", []),
                new("GET", "/_local/sessions", []),
            ],
            "/health/ready",
            IsOutage: false,
            HasProblems: false,
            KnownErrors: [],
            () => pool.Said));
    }

    [Fact]
    public async Task The_app_client_does_too()
    {
        // Neither the provider nor the API is there: an answer that needs them is 503.
        await using var client = await RunningProgram.StartAsync(
            BuiltPrograms.AppClient,
            "Production",
            ("AppClient:Authority", "https://127.0.0.1:1/"),
            ("AppClient:Api", "https://127.0.0.1:1/"),
            ("AppClient:ClientId", "web-client"),
            ("AppClient:ClientSecret", "web-secret"),
            ("PublicUrl", "https://app.example.com"));
        await RunAsync(new FuzzTarget(
            client.Address,
            [
                new("GET", "/", []),
                new("GET", "/orders", ["Cookie: a=b"]),
                new("GET", "/signin-oidc?code=x&state=y", []),
                new("POST", "/signin-oidc", [Form], "code=x&state=y&error=z"),
                new("GET", "/assets/app.css", ["Range: bytes=0-1"]),
                new("GET", "/assets/app.css", ["If-None-Match: \"x\""]),
                new("GET", "/sign-in", []),
                new("GET", "/sign-in-failed", []),
                new("GET", "/sign-out", []),
                new("POST", "/sign-out", [Form], "__RequestVerificationToken=x"),
                new("GET", "/problem/404", []),
                new("GET", "/health/live", []),
                new("GET", "/nothing-here", []),
            ],
            "/health/live",
            IsOutage: true,
            HasProblems: false,
            // The line about a provider that cannot be reached.
            KnownErrors: ["IDX20803"],
            () => client.Said));
    }

    private static async Task RunAsync(FuzzTarget target)
    {
        var count = Number("MODULAR_FUZZ_REQUESTS", DefaultCount);
        var fuzzer = new Fuzzer(target, Number("MODULAR_FUZZ_SEED", DefaultSeed));
        var findings = await fuzzer.RunAsync(count, count == DefaultCount ? Short : Long);

        TestContext.Current.TestOutputHelper?.WriteLine(fuzzer.Summary);
        findings.ShouldBeEmpty();
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
