using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Modular.Infrastructure.Identity.Fake;

namespace Modular.Api.Tests.Hosting;

/// <summary>The server alone in Development, with a provider and nothing else.</summary>
public sealed class DevelopmentTests
{
    [Fact]
    public async Task The_Fake_providers_alice_has_the_sample_orders_without_a_setting()
    {
        await using var api = new Host(("Identity:Providers:any:Kind", "Fake"), ("Identity:Providers:any:Issuer", "https://people.invalid"));
        var tokens = api.Services.GetRequiredKeyedService<FakeTokens>("any");

        (await api.With(tokens.ForPerson("alice", ["orders.read"])).GetJsonAsync("/api/orders")).OrderIds().ShouldBe([1, 2]);
        Warnings(api).ShouldHaveSingleItem().ShouldContain("set Identity__Providers__any__Key to the output of 'openssl rand -base64 32'");
    }

    [Fact]
    public async Task A_stand_in_at_another_address_has_the_sample_people()
    {
        await using var api = new Host([.. Pool, ("Identity:Providers:main:Issuer", "http://localhost:19229/ap-northeast-2_AbCdEf123")]);

        Warnings(api).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_provider_that_knows_none_of_the_sample_people_is_in_the_log_with_what_to_set()
    {
        await using var api = new Host(Pool);

        Warnings(api).ShouldHaveSingleItem().ShouldContain(
            "Set SampleData__Identities__0__Person=alice, "
            + "SampleData__Identities__0__Issuer=https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_AbCdEf123 and "
            + "SampleData__Identities__0__Subject=");
    }

    [Fact]
    public async Task A_server_writes_nothing_but_its_database()
    {
        var home = Directory.CreateTempSubdirectory("modular-home-");
        try
        {
            await using var server = await RunningProgram.StartAsync(
                Path.Combine(AppContext.BaseDirectory, "Modular.Api.dll"), "Development",
                ("HOME", home.FullName), ("ConnectionStrings:Modular", $"Data Source='{Path.Combine(home.FullName, "modular.db")}'"),
                ("Identity:Providers:main:Kind", "Fake"));

            home.EnumerateFileSystemInfos().Select(file => file.Name).ShouldBe(["modular.db", "modular.db-shm", "modular.db-wal"], ignoreOrder: true, server.Said);
            server.Said.ShouldNotContain("DataProtection");
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static (string Setting, string Value)[] Pool =>
    [
        ("Identity:Providers:main:Kind", "Cognito"),
        ("Identity:Providers:main:UserPoolId", "ap-northeast-2_AbCdEf123"),
        ("Identity:Providers:main:KeysUri", "http://127.0.0.1:1/jwks"),
        ("Identity:Providers:main:ClientIds:0", "web-client"),
        ("Identity:Providers:main:ResourceServer", "modular"),
    ];

    private static List<string> Warnings(ApiHost api) =>
    [
        .. api.Log.GetSnapshot().Where(line => line.Level == LogLevel.Warning && line.Category == "Modular.Api.Development").Select(line => line.Message),
    ];

    private sealed class Host(params (string Setting, string Value)[] settings) : ApiHost
    {
        protected override IEnumerable<(string Setting, string Value)> Settings => settings;
    }
}
