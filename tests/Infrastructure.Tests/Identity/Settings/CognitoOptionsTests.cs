using Microsoft.Extensions.Hosting.Internal;
using Modular.Domain.Customers;
using Modular.Infrastructure.Identity.Cognito;

namespace Modular.Infrastructure.Tests.Identity.Settings;

/// <summary>The options of a pool: the last value that is accepted, and the first that is refused.</summary>
public class CognitoOptionsTests
{
    [Fact]
    public void A_pool_of_machines_alone_or_of_people_alone_is_taken()
    {
        Failures(options => options.ClientIds.Clear()).ShouldHaveSingleItem().ShouldStartWith("ClientIds and MachineClientIds are both empty");
        Failures(options =>
        {
            options.ClientIds.Clear();
            options.MachineClientIds.Add("robot");
        }).ShouldBeEmpty();
        Failures(options => options.MachineClientIds.Add("robot")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(60, true)]
    [InlineData(-1, false)]
    [InlineData(61, false)]
    public void The_clocks_may_be_0_to_60_seconds_apart(int seconds, bool isTaken) =>
        Takes(options => options.ClockSkewSeconds = seconds, isTaken, "ClockSkewSeconds");

    [Theory]
    [InlineData(10, true)]
    [InlineData(10_080, true)]
    [InlineData(9, false)]
    [InlineData(10_081, false)]
    public void Keys_may_serve_10_minutes_to_a_week(int minutes, bool isTaken) =>
        Takes(options => options.KeysMaxAgeMinutes = minutes, isTaken, "KeysMaxAgeMinutes");

    [Theory]
    [InlineData(1, true)]
    [InlineData(60, true)]
    [InlineData(0, false)]
    [InlineData(61, false)]
    public void An_online_answer_may_be_good_for_1_to_60_seconds(int seconds, bool isTaken) =>
        Takes(options => options.OnlineCheckSeconds = seconds, isTaken, "OnlineCheckSeconds");

    [Theory]
    [InlineData(ExternalIdentity.MaxIssuerLength, true)]
    [InlineData(ExternalIdentity.MaxIssuerLength + 1, false)]
    public void An_issuer_fits_into_what_customers_are_linked_to(int length, bool isTaken) =>
        Takes(options => options.Issuer = "https://issuer.example/" + new string('i', length - 23), isTaken, "Issuer is longer than 300");

    [Theory]
    [InlineData("ap-northeast-2_AbCdEf123", true)]
    [InlineData("eusc-de-east-1_A", true)]
    [InlineData("_AbC", false)]
    [InlineData("ap-northeast-2_", false)]
    [InlineData("ap-northeast-2_Ab-C", false)]
    [InlineData("AP-northeast-2_AbC", false)]
    [InlineData("ap-northeast-2_AbC\n", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_pool_id_is_a_region_and_letters_or_digits(string? id, bool isTaken) => Takes(options => options.UserPoolId = id, isTaken, "UserPoolId");

    [Theory]
    [InlineData("ap-northeast-2", true)]
    [InlineData("eu-west-1", false)]
    [InlineData("ap-northeast", false)]
    public void A_region_is_the_one_that_the_pool_id_begins_with(string region, bool isTaken) => Takes(options => options.Region = region, isTaken, "Region");

    [Theory]
    [InlineData("eu-west-1", true)]
    [InlineData("us-gov-west-1", true)]
    [InlineData("eu", false)]
    [InlineData("EU-WEST-1", false)]
    [InlineData("eu-west-1.evil.example/", false)]
    public void A_further_region_looks_like_one(string region, bool isTaken) =>
        Takes(options => options.AdditionalRegions.Add(region), isTaken, $"Region '{region}' is no AWS region");

    [Fact]
    public void Each_text_that_is_no_region_is_named_the_pools_own_before_the_others() =>
        Failures(options =>
        {
            options.Region = "AP";
            options.AdditionalRegions.Add("EU");
            options.AdditionalRegions.Add("US");
        }).Where(failure => failure.Contains("is no AWS region", StringComparison.Ordinal)).Select(failure => failure.Split('\'')[1]).ShouldBe(["AP", "EU", "US"]);

    [Theory]
    [InlineData("Development", "http://localhost:9229/keys", true)]
    [InlineData("Testing", "http://localhost:9229/keys", false)]
    [InlineData("Production", "http://localhost:9229/keys", false)]
    [InlineData("Production", "https://keys.example/keys", true)]
    [InlineData("Production", "https://user@keys.example/keys", false)]
    [InlineData("Production", "https://keys.example/keys?a=b", false)]
    [InlineData("Production", "https://keys.example/keys#a", false)]
    [InlineData("Development", "ftp://keys.example/keys", false)]
    [InlineData("Development", "keys", false)]
    public void An_address_is_asked_by_https_and_only_in_Development_without(string environment, string address, bool isTaken) =>
        Failures(options => options.KeysUri = address, environment).Count.ShouldBe(isTaken ? 0 : 1);

    [Fact]
    public void A_refused_address_says_what_may_be_written_here()
    {
        Failures(options => options.Domain = "ftp://a", "Development").Single().ShouldEndWith("write an https:// address (in Development also http://).");
        Failures(options => options.Domain = "http://a").Single().ShouldEndWith("write an https:// address (http:// is for Development only).");
    }

    [Fact]
    public void Keys_come_from_one_place()
    {
        Failures(options => (options.KeysFile, options.KeysUri) = ("/nowhere", "https://keys.example/keys"))
            .ShouldContain("KeysFile and KeysUri are both set: remove one.");
        Failures(options => options.KeysUri = "https://keys.example/keys").ShouldBeEmpty();
    }

    [Fact]
    public void An_online_check_has_a_domain_to_ask()
    {
        Failures(options => options.OnlineCheck = OnlineCheck.UserInfo).ShouldHaveSingleItem().ShouldStartWith("OnlineCheck UserInfo needs Domain");
        Failures(options => (options.OnlineCheck, options.Domain) = (OnlineCheck.UserInfo, "https://shop.example")).ShouldBeEmpty();
        Failures(options => options.OnlineCheck = (OnlineCheck)7).ShouldHaveSingleItem().ShouldStartWith("OnlineCheck is unknown");
    }

    [Theory]
    [InlineData("modular", true)]
    [InlineData("https://api.example.com", true)]
    [InlineData("modular/", false)]
    [InlineData("mod\"ular", false)]
    [InlineData("mod\\ular", false)]
    [InlineData("mod\u007Fular", false)]
    [InlineData("modülar", false)]
    [InlineData(" ", false)]
    [InlineData(null, false)]
    public void A_resource_server_can_begin_a_scope(string? identifier, bool isTaken) =>
        Takes(options => options.ResourceServer = identifier, isTaken, "ResourceServer");

    [Theory]
    [InlineData("https://api.example.com", true)]
    [InlineData(null, true)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    public void An_audience_is_absent_or_not_blank(string? audience, bool isTaken) => Takes(options => options.Audience = audience, isTaken, "Audience");

    [Theory]
    [InlineData("urn:loa:1", true)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData("a b", false)]
    [InlineData("a\"b", false)]
    public void A_level_is_a_name_without_spaces(string level, bool isTaken) => Takes(options => options.AcrLevels.Add(level), isTaken, "AcrLevels");

    [Fact]
    public void A_level_is_listed_once() =>
        Failures(options =>
        {
            options.AcrLevels.Add("a");
            options.AcrLevels.Add("b");
            options.AcrLevels.Add("a");
        }).ShouldBe(["AcrLevels lists a level twice: remove one."]);

    [Fact]
    public void Every_failure_names_the_providers_section() => Check(options => options.ClockSkewSeconds = 61, "Production")
        .ShouldBe(["Identity:Providers:main:ClockSkewSeconds 61 is out of range: set 0 to 60."]);

    [Fact]
    public void A_replicated_pool_has_an_issuer_for_each_region_and_each_one_once()
    {
        var options = Good();
        options.AdditionalRegions.Add("eu-west-1");
        options.AdditionalRegions.Add("ap-northeast-2");

        CognitoIssuers.Of(options).ShouldBe(
        [
            "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_AbCdEf123",
            "https://cognito-idp.eu-west-1.amazonaws.com/ap-northeast-2_AbCdEf123",
            "https://issuer-cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_AbCdEf123",
        ]);
        options.Issuer = "https://issuer.example";
        CognitoIssuers.Of(options).ShouldBe(["https://issuer.example"]);
    }

    private static void Takes(Action<CognitoOptions> change, bool isTaken, string beginning)
    {
        var failures = Failures(change);
        if (isTaken)
        {
            failures.ShouldBeEmpty();
        }
        else
        {
            failures.ShouldContain(failure => failure.StartsWith(beginning, StringComparison.Ordinal));
        }
    }

    private static List<string> Failures(Action<CognitoOptions> change, string environment = "Production") =>
        [.. Check(change, environment).Select(failure => failure["Identity:Providers:main:".Length..])];

    private static IEnumerable<string> Check(Action<CognitoOptions> change, string environment)
    {
        var options = Good();
        change(options);
        return new CognitoCheck(new HostingEnvironment { EnvironmentName = environment }).Validate("main", options).Failures ?? [];
    }

    private static CognitoOptions Good()
    {
        var options = new CognitoOptions { UserPoolId = "ap-northeast-2_AbCdEf123", ResourceServer = "modular" };
        options.ClientIds.Add("web");
        return options;
    }
}
