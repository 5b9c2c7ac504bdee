using Microsoft.Extensions.Hosting.Internal;
using Modular.Domain.Customers;
using Modular.Infrastructure.Identity.Introspection;
using Modular.Infrastructure.Identity.Oidc;

namespace Modular.Infrastructure.Tests.Identity.Settings;

/// <summary>The options of a standard provider: the last value that is accepted, and the first that is refused.</summary>
public class StandardProviderOptionsTests
{
    private const string Beginning = "Identity:Providers:main:";

    [Fact]
    public void What_is_enough_is_taken()
    {
        Oidc(_ => { }).ShouldBeEmpty();
        Introspection(_ => { }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(10_080, true)]
    [InlineData(9, false)]
    [InlineData(10_081, false)]
    public void Keys_may_serve_10_minutes_to_a_week(int minutes, bool isTaken) =>
        Oidc(options => options.KeysMaxAgeMinutes = minutes).Count(failure => failure.StartsWith("KeysMaxAgeMinutes", StringComparison.Ordinal)).ShouldBe(isTaken ? 0 : 1);

    [Theory]
    [InlineData(1, true)]
    [InlineData(30, true)]
    [InlineData(0, false)]
    [InlineData(31, false)]
    public void An_answer_may_be_good_for_1_to_30_seconds(int seconds, bool isTaken) =>
        Introspection(options => options.AnswerSeconds = seconds).Count(failure => failure.StartsWith("AnswerSeconds", StringComparison.Ordinal)).ShouldBe(isTaken ? 0 : 1);

    [Theory]
    [InlineData(ExternalIdentity.MaxIssuerLength, true)]
    [InlineData(ExternalIdentity.MaxIssuerLength + 1, false)]
    public void An_issuer_fits_into_what_customers_are_linked_to(int length, bool isTaken)
    {
        var issuer = "https://issuer.example/" + new string('i', length - 23);

        Oidc(options => options.Authority = issuer).Count.ShouldBe(isTaken ? 0 : 1);
        Introspection(options => options.Issuer = issuer).Count.ShouldBe(isTaken ? 0 : 1);
        Oidc(options => options.AccessTokenIssuer = issuer).Count.ShouldBe(isTaken ? 0 : 1);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(" ", false)]
    [InlineData("http://login.example", false)]
    [InlineData("https://login.example", true)]
    public void An_authority_is_an_https_address(string? authority, bool isTaken) => Oidc(options => options.Authority = authority).Count.ShouldBe(isTaken ? 0 : 1);

    [Theory]
    [InlineData(null, false)]
    [InlineData(" ", false)]
    [InlineData("http://login.example/introspect", false)]
    [InlineData("https://login.example/introspect", true)]
    public void An_endpoint_is_an_https_address(string? endpoint, bool isTaken) => Introspection(options => options.Endpoint = endpoint).Count.ShouldBe(isTaken ? 0 : 1);

    [Theory]
    [InlineData("api", "secret", true)]
    [InlineData(null, "secret", false)]
    [InlineData("api", " ", false)]
    public void We_have_a_name_and_a_secret_at_the_endpoint(string? client, string? secret, bool isTaken) =>
        Introspection(options => (options.ClientId, options.ClientSecret) = (client, secret)).Count.ShouldBe(isTaken ? 0 : 1);

    [Theory]
    [InlineData("client_secret_basic", true)]
    [InlineData("client_secret_post", true)]
    [InlineData("Client_Secret_Post", false)]
    [InlineData("private_key_jwt", false)]
    public void The_two_are_sent_in_one_of_two_ways(string way, bool isTaken) =>
        Introspection(options => options.ClientAuthentication = way).Count.ShouldBe(isTaken ? 0 : 1);

    [Fact]
    public void An_audience_is_always_checked()
    {
        Oidc(options => options.Audiences.Clear()).ShouldHaveSingleItem().ShouldStartWith("Audiences is missing");
        Introspection(options => options.Audiences.Add(" ")).ShouldBe(["Audiences holds a blank entry: remove it."]);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("modular/", true)]
    [InlineData("our orders/", false)]
    public void A_prefix_can_begin_a_scope(string prefix, bool isTaken) => Oidc(options => options.ScopePrefix = prefix).Count.ShouldBe(isTaken ? 0 : 1);

    [Theory]
    [InlineData("roles", true)]
    [InlineData(" ", false)]
    public void A_claim_of_permissions_has_a_name(string claim, bool isTaken) => Oidc(options => options.ScopeClaims.Add(claim)).Count.ShouldBe(isTaken ? 0 : 1);

    [Theory]
    [InlineData("http://adfs.example/services/trust", true)]
    [InlineData("", false)]
    [InlineData("a\nb", false)]
    public void An_issuer_of_access_tokens_is_any_text(string issuer, bool isTaken) =>
        Oidc(options => options.AccessTokenIssuer = issuer).Count.ShouldBe(isTaken ? 0 : 1);

    [Fact]
    public void Groups_have_a_claim_that_holds_them()
    {
        Oidc(options => options.GroupsClaim = " ").ShouldHaveSingleItem().ShouldStartWith("GroupsClaim is blank");
        Oidc(options => options.Groups["staff"] = "backoffice").ShouldHaveSingleItem().ShouldStartWith("Groups is set and GroupsClaim is not");
        Oidc(options => (options.GroupsClaim, options.Groups["staff"]) = ("groups", "backoffice")).ShouldBeEmpty();
        Oidc(options => options.ClientIdClaim = " ").ShouldHaveSingleItem().ShouldStartWith("ClientIdClaim is blank");
    }

    [Fact]
    public void An_algorithm_is_one_with_a_public_key()
    {
        Oidc(options => options.Algorithms.Add("ES256")).ShouldBeEmpty();
        Oidc(options => options.Algorithms.Add("HS256")).ShouldHaveSingleItem().ShouldStartWith("Algorithms holds 'HS256'");
        OidcAlgorithms.All.ShouldBe(["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]);
    }

    private static List<string> Oidc(Action<OidcOptions> change)
    {
        var options = new OidcOptions { Authority = "https://login.example" };
        options.Audiences.Add("https://api.example.com");
        change(options);
        return Sentences(new OidcCheck(new HostingEnvironment { EnvironmentName = "Production" }).Validate("main", options).Failures);
    }

    private static List<string> Introspection(Action<IntrospectionOptions> change)
    {
        var options = new IntrospectionOptions
        {
            Endpoint = "https://login.example/introspect",
            Issuer = "https://login.example",
            ClientId = "api",
            ClientSecret = "secret",
        };
        options.Audiences.Add("https://api.example.com");
        change(options);
        return Sentences(new IntrospectionCheck(new HostingEnvironment { EnvironmentName = "Production" }).Validate("main", options).Failures);
    }

    private static List<string> Sentences(IEnumerable<string>? failures) => [.. (failures ?? []).Select(failure => failure[Beginning.Length..])];
}
