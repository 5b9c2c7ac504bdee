using Microsoft.Extensions.Configuration;

namespace Modular.Infrastructure.Tests;

/// <summary>Where the web server listens, when several settings say where.</summary>
public sealed class DecidedAddressesTests
{
    private static readonly (string, string) Urls = ("urls", "http://127.0.0.1:1;https://*:2");
    private static readonly (string, string) HttpPorts = ("http_ports", "8080; 8081");
    private static readonly (string, string) HttpsPorts = ("https_ports", "8443");
    private static readonly (string, string) Endpoint = ("Kestrel:Endpoints:Main:Url", "http://127.0.0.1:3");

    [Fact]
    public void Nothing_is_configured() => Decided().ShouldBeEmpty();

    [Fact]
    public void Ports_are_every_address_of_the_machine() => Decided(HttpPorts, HttpsPorts).ShouldBe(
        ["ASPNETCORE_HTTP_PORTS http://*:8080", "ASPNETCORE_HTTP_PORTS http://*:8081", "ASPNETCORE_HTTPS_PORTS https://*:8443"]);

    [Fact]
    public void Urls_take_the_place_of_ports() => Decided(HttpPorts, Urls, HttpsPorts).ShouldBe(
        ["ASPNETCORE_URLS http://127.0.0.1:1", "ASPNETCORE_URLS https://*:2"]);

    [Fact]
    public void Endpoints_take_the_place_of_both() => Decided(HttpPorts, Urls, Endpoint).ShouldBe(["Kestrel:Endpoints:Main:Url http://127.0.0.1:3"]);

    [Theory]
    [InlineData("true")]
    [InlineData("1")]
    public void Unless_the_others_are_preferred(string value)
    {
        Decided(Urls, Endpoint, ("preferHostingUrls", value)).ShouldBe(["ASPNETCORE_URLS http://127.0.0.1:1", "ASPNETCORE_URLS https://*:2"]);
        Decided(Endpoint, ("preferHostingUrls", value)).ShouldBe(["Kestrel:Endpoints:Main:Url http://127.0.0.1:3"]);
    }

    [Fact]
    public void An_empty_setting_is_none() => Decided(("urls", ""), ("http_ports", "")).ShouldBeEmpty();

    [Fact]
    public void An_endpoint_without_an_address_is_seen() =>
        Decided(("Kestrel:Endpoints:Main:Protocols", "Http1")).ShouldBe(["Kestrel:Endpoints:Main:Url "]);

    [Fact]
    public void The_setting_is_named_as_the_operator_wrote_it()
    {
        var file = new ConfigurationBuilder().AddJsonStream(new MemoryStream("""{"Urls":"http://localhost:1"}"""u8.ToArray())).Build();
        Text(ListeningAddresses.Of(file)).ShouldNotBeEmpty();

        var line = new ConfigurationBuilder().AddInMemoryCollection([new("urls", "http://localhost:1")]).AddCommandLine(["--urls=http://localhost:2"]).Build();
        Text(ListeningAddresses.Of(line)).ShouldBe(["--urls http://localhost:2"]);
    }

    [Theory]
    [InlineData("http://unix:/run/modular.sock", true)]
    [InlineData("https://unix:/run/modular.sock", false)]
    [InlineData("http://unix:/run:80", false)]
    public void A_Unix_socket_is_this_machine_alone(string address, bool isSocket)
    {
        ListeningAddresses.IsAddress(address).ShouldBe(isSocket);
        ListeningAddresses.IsLoopback(address).ShouldBe(isSocket);
    }

    private static IReadOnlyList<string> Decided(params (string Name, string Value)[] settings) => Text(ListeningAddresses.Of(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value))).Build()));

    private static IReadOnlyList<string> Text(ListeningAddresses addresses) => [.. addresses.All.Select(address => $"{address.Setting} {address.Value}")];
}
