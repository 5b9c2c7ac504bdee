using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Modular.Domain.Customers;
using Modular.Infrastructure.Identity.Fake;

namespace Modular.Infrastructure.Tests.Identity.Settings;

/// <summary>SECURITY rule 19: never in production.</summary>
public class FakeOptionsTests
{
    [Theory]
    [InlineData("Development", true)]
    [InlineData("Testing", true)]
    [InlineData("Staging", false)]
    [InlineData("Production", false)]
    public void It_is_for_Development_and_Testing_alone(string environment, bool isTaken) =>
        Failures(environment: environment).Count(failure => failure.StartsWith("Kind Fake is for Development and Testing", StringComparison.Ordinal))
            .ShouldBe(isTaken ? 0 : 1);

    [Theory]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://127.0.0.1:5080;http://[::1]:5080", true)]
    [InlineData("http://0.0.0.0:5080", false)]
    [InlineData("http://localhost:5080;http://api.example:5080", false)]
    public void It_is_for_loopback_alone(string addresses, bool isTaken) =>
        Failures(addresses: addresses).Count(failure => failure.StartsWith("Kind Fake is for loopback addresses", StringComparison.Ordinal)).ShouldBe(isTaken ? 0 : 1);

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, true)]
    [InlineData(31, false)]
    [InlineData(0, false)]
    public void A_key_has_at_least_32_bytes(int bytes, bool isTaken) =>
        Failures(options => options.Key = Convert.ToBase64String(new byte[bytes])).Count.ShouldBe(isTaken ? 0 : 1);

    [Theory]
    [InlineData(null, true)]
    [InlineData("no base64, and long enough for the number of bytes", false)]
    public void A_key_is_base64_or_made_at_random(string? key, bool isTaken) => Failures(options => options.Key = key).Count.ShouldBe(isTaken ? 0 : 1);

    [Theory]
    [InlineData(ExternalIdentity.MaxIssuerLength, true)]
    [InlineData(ExternalIdentity.MaxIssuerLength + 1, false)]
    [InlineData(0, false)]
    public void An_issuer_fits_into_what_customers_are_linked_to(int length, bool isTaken) =>
        Failures(options => options.Issuer = new string('i', length)).Count.ShouldBe(isTaken ? 0 : 1);

    [Fact]
    public void What_is_not_set_is_as_in_the_sample_pool()
    {
        var options = new FakeOptions();
        new FakeDefaults().PostConfigure("main", options);

        options.ResourceServer.ShouldBe("modular");
        options.ClientIds.ShouldBe(["web-client", "cli-client"]);
        options.MachineClientIds.ShouldBe(["fulfilment-client"]);
        options.Groups.ShouldBe([new("staff", "staff")]);
    }

    [Fact]
    public void What_is_set_is_left()
    {
        var people = new FakeOptions { ResourceServer = "shop" };
        people.ClientIds.Add("web");
        new FakeDefaults().PostConfigure("main", people);
        people.ResourceServer.ShouldBe("shop");
        people.ClientIds.ShouldBe(["web"]);
        people.MachineClientIds.ShouldBeEmpty();

        var machines = new FakeOptions();
        machines.MachineClientIds.Add("robot");
        new FakeDefaults().PostConfigure("main", machines);
        machines.ClientIds.ShouldBeEmpty();
    }

    private static List<string> Failures(Action<FakeOptions>? change = null, string environment = "Testing", string addresses = "http://localhost:5080")
    {
        var options = new FakeOptions { ResourceServer = "modular" };
        options.ClientIds.Add("web");
        change?.Invoke(options);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("URLS", addresses)]).Build();
        var result = new FakeCheck(new HostingEnvironment { EnvironmentName = environment }, ListeningAddresses.Of(configuration)).Validate("main", options);
        List<string> failures = [.. result.Failures?.Select(failure => failure["Identity:Providers:main:".Length..]) ?? []];
        result.Succeeded.ShouldBe(failures.Count == 0);
        return failures;
    }
}
