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
    public void Nobody_configured_is_nobody_trusted()
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddIdentityProviders(_ => { });

        Should.Throw<ConfigurationException>(() => services.BuildServiceProvider().GetRequiredService<Application.Identity.ITokenValidator>())
            .Message.ShouldStartWith("Identity:Providers is missing");
    }

    private static IEnumerable<string> Failures(params (string Setting, string Value)[] changes)
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
            settings["Identity:Providers:main:" + setting] = value;
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
