using System.Globalization;

namespace Modular.Api.Tests.Http.Fuzz;

/// <summary>
/// Nothing that is broken as HTTP or JSON is a server's fault: requests that are broken at random, over sockets, to
/// a process as it runs in production. <c>MODULAR_FUZZ_REQUESTS</c> makes it more of them, <c>MODULAR_FUZZ_SEED</c> others.
/// </summary>
public sealed class FuzzTests(ProductionHost server) : IClassFixture<ProductionHost>
{
    private const string Json = "Content-Type: application/json";
    private const int DefaultCount = 1500;
    private const int DefaultSeed = 20261126;

    // However quick the machine is, the shortened run takes no longer.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Long = TimeSpan.FromHours(4);

    [Fact]
    public async Task The_resource_server_answers_every_broken_request_as_the_callers_fault()
    {
        string[] alice = [server.Alice.TrimEnd()];
        string[] machine = [server.Machine.TrimEnd()];
        await RunAsync(new FuzzTarget(
            server.Api.Address,
            [
                new("GET", "/api/orders?limit=10&status=PLACED&sort=-id", alice),
                new("GET", "/api/orders/1", [.. alice, "If-None-Match: \"1\""]),
                new("GET", "/api/fulfilment/orders?limit=5", machine),
                new("GET", "/api/customers/00000000-0000-4000-8000-00000000000a/orders", machine),
                new("GET", "/api/profile", alice),
                new("GET", "/api/account", [.. alice, "If-None-Match: \"x\""]),
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
                new("POST", "/api/account/identities", [.. alice, Json], """{"token":"a.b.c"}"""),
                new("POST", "/api/customers/00000000-0000-4000-8000-00000000000a/reinstate", machine),
            ],
            "/health/live",
            IsOutage: false,
            HasProblems: true,
            () => server.Api.Said));
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
