using System.Text;
using Modular.Infrastructure.Identity.Oidc;

namespace Modular.Infrastructure.Tests.Identity.Oidc;

public class ProviderMetadataTests
{
    private const string Issuer = "https://login.example.com/tenant";

    [Fact]
    public void Addresses_are_read_where_they_are_given()
    {
        var metadata = Read(
            """{"issuer":"https://login.example.com/tenant","jwks_uri":"https://keys.example/k","authorization_endpoint":"https://a.example/a","token_endpoint":"https://a.example/t"}""",
            out var problem)!;

        metadata.ShouldBe(new ProviderMetadata(new Uri("https://keys.example/k"), new Uri("https://a.example/a"), new Uri("https://a.example/t")));
        problem.ShouldBe("");
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","authorization_endpoint":"http://a.example/a","token_endpoint":"/t" """)]
    [InlineData(""","authorization_endpoint":7,"token_endpoint":[] """)]
    [InlineData(""","authorization_endpoint":"https://u@a.example/a","token_endpoint":"ftp://a.example/t" """)]
    public void Endpoints_that_no_client_may_be_sent_to_count_as_unknown(string endpoints) =>
        Read($$"""{"issuer":"{{Issuer}}","jwks_uri":"https://keys.example/k"{{endpoints}}}""", out _)
            .ShouldBe(new ProviderMetadata(new Uri("https://keys.example/k"), null, null));

    [Theory]
    [InlineData("https://login.example.com/tenant/")]
    [InlineData("https://LOGIN.example.com/tenant")]
    [InlineData("")]
    public void Metadata_of_another_issuer_is_refused_and_shows_both(string issuer)
    {
        Read($$"""{"issuer":"{{issuer}}","jwks_uri":"https://keys.example/k"}""", out var problem).ShouldBeNull();
        problem.ShouldBe($"its issuer is '{issuer}' and Authority is '{Issuer}', which must be equal character by character");
    }

    [Theory]
    [InlineData("""{"issuer":7,"jwks_uri":"https://keys.example/k"}""")]
    [InlineData("""{"jwks_uri":"https://keys.example/k"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Metadata_of_no_issuer_is_refused(string json)
    {
        Read(json, out var problem).ShouldBeNull();
        problem.ShouldBe("it names no issuer");
    }

    [Theory]
    [InlineData("\"http://keys.example/k\"")]
    [InlineData("\"https://user@keys.example/k\"")]
    [InlineData("\"file:///etc/passwd\"")]
    [InlineData("\"/k\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void Keys_have_an_https_address(string address)
    {
        Read($$"""{"issuer":"{{Issuer}}","jwks_uri":{{address}}}""", out var problem).ShouldBeNull();
        problem.ShouldBe("jwks_uri is missing, or no https address");
    }

    [Theory]
    [InlineData("http://localhost:9229/k", true)]
    [InlineData("https://keys.example/k", true)]
    [InlineData("ftp://localhost/k", false)]
    [InlineData("http://user@localhost/k", false)]
    public void In_Development_they_may_come_by_plain_http(string address, bool isTaken) => (ProviderMetadata.Parse(
        Encoding.UTF8.GetBytes($$"""{"issuer":"{{Issuer}}","jwks_uri":"{{address}}"}"""), Issuer, mayBePlain: true, out _) is not null).ShouldBe(isTaken);

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    public void What_is_no_JSON_is_refused(string json)
    {
        Read(json, out var problem).ShouldBeNull();
        problem.ShouldBe("it is no JSON");
    }

    [Theory]
    [InlineData("issuer")]
    [InlineData("jwks_uri")]
    [InlineData("authorization_endpoint")]
    [InlineData("token_endpoint")]
    public void What_two_readers_could_read_differently_is_refused(string member)
    {
        Read($$"""{"issuer":"{{Issuer}}","jwks_uri":"https://keys.example/k","{{member}}":"{{Issuer}}","{{member}}":"{{Issuer}}"}""", out var problem).ShouldBeNull();
        problem.ShouldBe($"{member} stands in it twice");
    }

    [Theory]
    [InlineData("""{"scopes_supported":["a"],"scopes_supported":["b"],""")]
    [InlineData("""{"more":{"a":1,"a":2},""")]
    [InlineData("""{/* for people */""")]
    [InlineData("""{"issuers":7,"jwks":{"keys":[]},""")]
    public void What_does_not_matter_may_be_odd(string beginning) =>
        Read($$"""{{beginning}}"issuer":"{{Issuer}}","jwks_uri":"https://keys.example/k",}""", out _)
            .ShouldBe(new ProviderMetadata(new Uri("https://keys.example/k"), null, null));

    [Fact]
    public void It_may_be_as_deep_as_a_key_set() =>
        Read($$"""{"more":{{new string('[', 1000)}}{{new string(']', 1000)}},"issuer":"{{Issuer}}","jwks_uri":"https://keys.example/k"}""", out _).ShouldNotBeNull();

    private static ProviderMetadata? Read(string json, out string problem) =>
        ProviderMetadata.Parse(Encoding.UTF8.GetBytes(json), Issuer, mayBePlain: false, out problem);
}
