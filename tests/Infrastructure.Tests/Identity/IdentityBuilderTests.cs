using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using Modular.Infrastructure.Identity.Cognito;

namespace Modular.Infrastructure.Tests.Identity;

public sealed class IdentityBuilderTests
{
    [Theory]
    [InlineData("UserPoolId", "ap-northeast-2-AbCdEf123", "UserPoolId 'ap-northeast-2-AbCdEf123' is no user pool's id: it looks like ap-northeast-2_AbCdEf123.")]
    [InlineData("Region", "eu-west-1", "Region 'eu-west-1' is not the one that UserPoolId begins with: remove it, or list replicas in AdditionalRegions.")]
    [InlineData("AdditionalRegions:0", "Seoul", "Region 'Seoul' is no AWS region: it looks like ap-northeast-2.")]
    [InlineData("ResourceServer", "modular/", "ResourceServer 'modular/' can begin no scope: write the identifier as the pool has it, without a slash at its end.")]
    [InlineData("ResourceServer", "mod ular", "ResourceServer 'mod ular' can begin no scope: write the identifier as the pool has it, without a slash at its end.")]
    [InlineData("ClockSkewSeconds", "61", "ClockSkewSeconds 61 is out of range: set 0 to 60.")]
    [InlineData("ClockSkewSeconds", "-1", "ClockSkewSeconds -1 is out of range: set 0 to 60.")]
    [InlineData("MachineClientIds:0", "web-client", "ClientIds and MachineClientIds both list 'web-client': a client is for people or for a machine.")]
    [InlineData("MachineClientIds:0", " ", "ClientIds or MachineClientIds holds a blank entry: remove it.")]
    [InlineData("ResourceServer", "", "ResourceServer is missing: set it to the resource server's identifier in the pool, like modular.")]
    [InlineData("Audience", "", "Audience is blank: remove it, or set it to the resource that tokens are bound to.")]
    [InlineData("Groups:stuff", "people", "Groups:stuff is unknown. Known: staff.")]
    [InlineData("Groups:staff", "", "Groups holds a blank name: set the provider's group, or remove the entry.")]
    [InlineData("Issuer", "https://issuer.example/", "Issuer ends with a slash: write it exactly as the tokens have it.")]
    [InlineData("Issuer", "http://issuer.example", "Issuer 'http://issuer.example' is no address that may be asked: write an https:// address (http:// is for Development only).")]
    [InlineData("KeysUri", "keys", "KeysUri 'keys' is no address that may be asked: write an https:// address (http:// is for Development only).")]
    [InlineData("Domain", "https://user@auth.example", "Domain 'https://user@auth.example' is no address that may be asked: write an https:// address (http:// is for Development only).")]
    [InlineData("AcrLevels:0", "urn:a b", "AcrLevels holds a blank entry, or one with a space or a quotation mark: write each level as the provider names it.")]
    [InlineData("KeysMaxAgeMinutes", "9", "KeysMaxAgeMinutes 9 is out of range: set 10 to 10080.")]
    [InlineData("KeysFile", "/nowhere/jwks.json", "KeysFile '/nowhere/jwks.json' does not exist: mirror the pool's jwks.json to it before start.")]
    [InlineData("OnlineCheck", "UserInfo", "OnlineCheck UserInfo needs Domain: set it to the pool's domain, like https://shop.auth.eu-west-1.amazoncognito.com.")]
    [InlineData("OnlineCheckSeconds", "61", "OnlineCheckSeconds 61 is out of range: set 1 to 60.")]
    public void A_wrong_option_is_named_with_what_to_change(string setting, string value, string sentence) =>
        Failures((setting, value)).ShouldBe([$"Identity:Providers:main:{sentence}"]);

    [Theory]
    [InlineData("ClientIds", "web-client")]
    [InlineData("MachineClientIds", "fulfilment-client")]
    [InlineData("Groups", "admins")]
    public void A_list_that_is_given_one_value_is_refused(string setting, string value) =>
        Should.Throw<ConfigurationException>(() => Failures((setting, value)))
            .Message.ShouldBe($"Identity:Providers:main:{setting} is a list: set Identity:Providers:main:{setting}:<entry>, like {setting}:0.");

    [Fact]
    public void Options_that_are_right_are_taken() => Failures().ShouldBeEmpty();

    [Theory]
    [InlineData("Authority", "", "Authority is missing: set it to the provider's issuer, like https://login.example.com.")]
    [InlineData("Authority", "http://login.example.com", "Authority 'http://login.example.com' is no address that may be asked: write an https:// address (http:// is for Development only).")]
    [InlineData("Authority", "https://login.example.com/.well-known/openid-configuration", "Authority 'https://login.example.com/.well-known/openid-configuration' is the address of the metadata: write the issuer that stands in it, which is what comes before /.well-known/.")]
    [InlineData("Algorithms:0", "HS256", "Algorithms holds 'HS256', which may not be used. Known: RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512.")]
    [InlineData("Algorithms:0", "none", "Algorithms holds 'none', which may not be used. Known: RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512.")]
    [InlineData("KeysMaxAgeMinutes", "10081", "KeysMaxAgeMinutes 10081 is out of range: set 10 to 10080.")]
    [InlineData("Audiences:0", " ", "Audiences holds a blank entry: remove it.")]
    [InlineData("ScopePrefix", "our orders/", "ScopePrefix 'our orders/' can begin no scope: write what stands before orders.read in the provider's scopes, like modular/.")]
    [InlineData("ScopeClaims:0", " ", "ScopeClaims holds a blank entry: remove it, or name a claim that holds permissions, like roles.")]
    [InlineData("AccessTokenIssuer", " ", "AccessTokenIssuer is blank, longer than 300 characters, or has control characters: remove it, or write exactly the iss of the provider's access tokens.")]
    [InlineData("Groups:staff", "backoffice", "Groups is set and GroupsClaim is not: name the claim that holds the groups, or remove Groups.")]
    [InlineData("ClientIdClaim", "", "ClientIdClaim is blank: remove it, or name the claim that holds the client's id.")]
    public void A_wrong_option_of_an_OpenID_provider_is_named(string setting, string value, string sentence) => Failures(
            ("Kind", "Oidc"), ("UserPoolId", null), ("ResourceServer", null), ("Authority", "https://login.example.com"),
            ("Audiences:0", "https://api.example.com"), (setting, value))
        .ShouldBe([$"Identity:Providers:main:{sentence}"]);

    [Fact]
    public void An_OpenID_provider_without_an_audience_is_refused() => Failures(
            ("Kind", "Oidc"), ("UserPoolId", null), ("ResourceServer", null), ("Authority", "https://login.example.com"))
        .ShouldBe(["Identity:Providers:main:Audiences is missing, so tokens for any resource would be taken: list this server's names as a resource, like Audiences:0=https://api.example.com."]);

    [Theory]
    [InlineData("Endpoint", "", "Endpoint is missing: set it to the provider's introspection endpoint, like https://login.example.com/introspect.")]
    [InlineData("Endpoint", "introspect", "Endpoint 'introspect' is no address that may be asked: write an https:// address (http:// is for Development only).")]
    [InlineData("Issuer", "", "Issuer is missing or longer than 300 characters: set it to the provider's issuer, to which customers are linked.")]
    [InlineData("ClientSecret", "", "ClientId or ClientSecret is missing, and no provider explains tokens to strangers: set both.")]
    [InlineData("ClientAuthentication", "private_key_jwt", "ClientAuthentication 'private_key_jwt' is unknown. Known: client_secret_basic, client_secret_post.")]
    [InlineData("AnswerSeconds", "31", "AnswerSeconds 31 is out of range: set 1 to 30.")]
    public void A_wrong_option_of_introspection_is_named(string setting, string value, string sentence) => Failures(
            [.. Introspection, (setting, value)])
        .ShouldBe([$"Identity:Providers:main:{sentence}"]);

    [Theory]
    [InlineData("Authority", "https://two.example.com")]
    [InlineData("AccessTokenIssuer", "https://one.example.com")]
    [InlineData("AccessTokenIssuer", "http://one.example.com/adfs/services/trust")]
    public void Two_providers_never_have_the_same_issuer_in_any_of_its_forms(string setting, string value)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in new[] { "one", "two" })
        {
            settings[$"Identity:Providers:{name}:Kind"] = "Oidc";
            settings[$"Identity:Providers:{name}:Authority"] = $"https://{name}.example.com";
            settings[$"Identity:Providers:{name}:Audiences:0"] = "https://api.example.com";
        }

        settings["Identity:Providers:one:AccessTokenIssuer"] = "http://one.example.com/adfs/services/trust";
        settings[$"Identity:Providers:{(setting == "Authority" ? "one" : "two")}:{setting}"] = value;
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" });
        services.AddIdentityProviders(identity => identity.AddConfigured(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));

        Should.Throw<ConfigurationException>(() => services.BuildServiceProvider().GetRequiredService<Application.Identity.ITokenValidator>())
            .Message.ShouldBe($"Identity:Providers: 'one' and 'two' both have the issuer '{value}'; remove one of the two or give it another issuer.");
    }

    [Fact]
    public void One_provider_at_most_takes_opaque_tokens()
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in new[] { "one", "two" })
        {
            foreach (var (setting, value) in Introspection.Where(entry => entry.Value is not null))
            {
                settings[$"Identity:Providers:{name}:{setting}"] = value;
            }

            settings[$"Identity:Providers:{name}:Issuer"] = $"https://{name}.example.com";
        }

        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" });
        services.AddIdentityProviders(identity => identity.AddConfigured(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));

        Should.Throw<ConfigurationException>(() => services.BuildServiceProvider().GetRequiredService<Application.Identity.ITokenValidator>())
            .Message.ShouldBe("Identity:Providers: 'one' and 'two' both take opaque tokens, which do not say whose they are; remove one of the two.");
    }

    [Theory]
    [InlineData("Accepted", "-1", "Accepted -1 is out of range: set 0 to 1000000.")]
    [InlineData("AcceptedSeconds", "301", "AcceptedSeconds 301 is out of range: set 1 to 300.")]
    [InlineData("Rejected", "100001", "Rejected 100001 is out of range: set 0 to 100000.")]
    [InlineData("RejectedSeconds", "31", "RejectedSeconds 31 is out of range: set 1 to 30.")]
    public void What_is_remembered_is_within_bounds(string setting, string value, string sentence) =>
        Failures(("../../RememberedTokens:" + setting, value)).ShouldBe([$"Identity:RememberedTokens:{sentence}"]);

    [Fact]
    public void The_region_is_taken_from_the_pool_id() => CognitoIssuers.Of(new CognitoOptions { UserPoolId = "eu-west-1_AbC" })
        .ShouldBe(["https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC", "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC"]);

    [Theory]
    [InlineData("cn-north-1_AbC", "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbC")]
    [InlineData("eusc-de-east-1_AbC", "https://cognito-idp.eusc-de-east-1.amazonaws.eu/eusc-de-east-1_AbC")]
    public void Each_partition_of_AWS_has_its_own_domain(string pool, string issuer) =>
        CognitoIssuers.Of(new CognitoOptions { UserPoolId = pool })[0].ShouldBe(issuer);

    [Fact]
    public void A_name_is_given_once() => Should.Throw<ConfigurationException>(() => new ServiceCollection().AddIdentityProviders(
            identity => identity.AddCognito("main", _ => { }).AddCognito("MAIN", _ => { })))
        .Message.ShouldBe("Identity:Providers:MAIN is added twice; give each provider a name of its own.");

    [Fact]
    public void Without_a_configured_provider_no_token_is_trusted()
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddIdentityProviders(_ => { });

        Should.Throw<ConfigurationException>(() => services.BuildServiceProvider().GetRequiredService<Application.Identity.ITokenValidator>())
            .Message.ShouldStartWith("Identity:Providers is missing");
    }

    private static readonly (string Setting, string? Value)[] Introspection =
    [
        ("Kind", "Introspection"), ("UserPoolId", null), ("ResourceServer", null), ("Endpoint", "https://login.example.com/introspect"),
        ("Issuer", "https://login.example.com"), ("ClientId", "api"), ("ClientSecret", "secret"), ("Audiences:0", "https://api.example.com"),
    ];

    private static IEnumerable<string> Failures(params (string Setting, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Identity:Providers:main:Kind"] = "Cognito",
            ["Identity:Providers:main:UserPoolId"] = "ap-northeast-2_AbCdEf123",
            ["Identity:Providers:main:ClientIds:0"] = "web-client",
            ["Identity:Providers:main:ResourceServer"] = "modular",
        };
        foreach (var (setting, value) in changes)
        {
            var path = setting.StartsWith("../../", StringComparison.Ordinal) ? "Identity:" + setting[6..] : "Identity:Providers:main:" + setting;
            if (value is null)
            {
                settings.Remove(path);
            }
            else
            {
                settings[path] = value;
            }
        }

        var services = new ServiceCollection();
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" });
        services.AddIdentityProviders(identity =>
            identity.AddConfigured(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
        try
        {
            services.BuildServiceProvider().GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return wrong.Failures;
        }
    }
}
