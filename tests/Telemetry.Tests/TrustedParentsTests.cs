using System.Net;
using Microsoft.Extensions.Configuration;
using Modular.Telemetry.Edge;

namespace Modular.Telemetry.Tests;

public sealed class TrustedParentsTests
{
    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7", true)]
    [InlineData("10.0.0.7", "::ffff:10.0.0.7", true)]
    [InlineData("10.0.0.0/24", "10.0.0.8", true)]
    [InlineData("2001:db8::/32", "2001:db8::1", true)]
    [InlineData("10.0.0.7", "10.0.0.8", false)]
    [InlineData("10.0.0.7", "127.0.0.1", false)]
    [InlineData("10.0.0.7", null, false)]
    public void A_peer_is_trusted_by_its_address(string entry, string? peer, bool isTrusted) =>
        Read(trustsLoopback: false, entry).Contain(peer is null ? null : IPAddress.Parse(peer)).ShouldBe(isTrusted);

    [Theory]
    [InlineData(true, "127.0.0.1", true)]
    [InlineData(true, "::1", true)]
    [InlineData(true, "10.0.0.7", false)]
    [InlineData(false, "127.0.0.1", false)]
    public void Without_an_entry_loopback_is_trusted_where_the_program_says_so(bool trustsLoopback, string peer, bool isTrusted) =>
        Read(trustsLoopback).Contain(IPAddress.Parse(peer)).ShouldBe(isTrusted);

    [Theory]
    [InlineData("10", "is no address and no network")]
    [InlineData("app.example.com", "is no address and no network")]
    [InlineData("0.0.0.0/0", "trusts every caller")]
    public void An_entry_that_cannot_be_used_is_a_sentence(string entry, string said)
    {
        var problems = new List<string>();
        TrustedParents.Read(Configuration((TrustedParents.Section + ":0", entry)), trustsLoopback: false, problems);

        problems.ShouldHaveSingleItem().ShouldStartWith($"Telemetry:TrustedParents:0 '{entry}' {said}");
    }

    [Fact]
    public void A_value_in_the_place_of_the_list_is_a_sentence()
    {
        var problems = new List<string>();
        TrustedParents.Read(Configuration((TrustedParents.Section, "10.0.0.7")), trustsLoopback: false, problems);

        problems.ShouldHaveSingleItem().ShouldStartWith("Telemetry:TrustedParents is a list");
    }

    private static TrustedParents Read(bool trustsLoopback, params string[] entries)
    {
        var problems = new List<string>();
        var trusted = TrustedParents.Read(
            Configuration([.. entries.Select((entry, i) => ($"{TrustedParents.Section}:{i}", entry))]), trustsLoopback, problems);
        problems.ShouldBeEmpty();
        return trusted;
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
