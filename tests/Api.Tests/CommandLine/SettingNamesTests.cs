using Microsoft.Extensions.Configuration;
using Modular.Api.CommandLine;
using Modular.Infrastructure;

namespace Modular.Api.Tests.CommandLine;

/// <summary>A misspelt setting is refused wherever it comes from, with the name that was meant.</summary>
public class SettingNamesTests
{
    private const string Sqlite = "ConnectionStrings:Modular";

    [Theory]
    [InlineData("Database:Provder", "Database:Provider")]
    [InlineData("database:PASSWORD_FILE", "Database:PasswordFile")]
    [InlineData("Databse:Provider", "Database")]
    [InlineData("Database_Provider", "Database:Provider")]
    [InlineData("ConnectionStrings_Modular", "ConnectionStrings:Modular")]
    [InlineData("ConnectionStrings:Modula", "ConnectionStrings:Modular")]
    [InlineData("ConnectionString:Modular", "ConnectionStrings")]
    [InlineData("Shutdown:DrainSecond", "Shutdown:DrainSeconds")]
    [InlineData("Documentation:ClientID2", "Documentation:ClientId")]
    [InlineData("Identity:Provider:main:Kind", "Identity:Providers")]
    [InlineData("Idenity:Providers:main:Kind", "Identity")]
    [InlineData("Quotas:RequestsPerSecond", "Quota")]
    [InlineData("Retentions:AuditDays", "Retention")]
    [InlineData("TrustedProxie:0", "TrustedProxies")]
    [InlineData("SampleDate:Identities:0:Person", "SampleData")]
    public void It_is_refused_with_the_name_that_is_near(string name, string meant)
    {
        var message = Should.Throw<ConfigurationException>(() => Check((name, "secret"))).Message;

        var wrong = string.Join(':', name.Split(':').Take(meant.Split(':').Length));
        message.ShouldBe($"{wrong} is no setting of this program: write {meant} (in the environment, {meant.Replace(":", "__", StringComparison.Ordinal)}).");
    }

    [Fact]
    public void What_is_near_to_nothing_is_told_the_known_names() => Should.Throw<ConfigurationException>(() => Check(("Database:Url", "secret")))
        .Message.ShouldBe("Database:Url is no setting of this program. Known: Database:PasswordFile, Database:Provider.");

    [Theory]
    [InlineData("Database:Provider")]
    [InlineData("DATABASE:PROVIDER")]
    [InlineData("DATABASE_URL")]
    [InlineData("DATABASE_PORT_5432_TCP")]
    [InlineData("Databases:Main:Url")]
    [InlineData("ConnectionStrings:Redis")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Kestrel:Endpoints:Main:Url")]
    [InlineData("Quota:Burst")]
    [InlineData("Other:Provider")]
    [InlineData("Identity")]
    public void What_is_right_or_is_not_ours_is_left(string name) => Should.NotThrow(() => Check((name, "x")));

    [Theory]
    [InlineData("ConnectionStrings:Modular2")]
    [InlineData("ConnectionStrings:Modula")]
    public void Beside_the_right_one_other_connection_strings_may_stand(string name) => Should.NotThrow(() => Check((Sqlite, "Data Source=x.db"), (name, "x")));

    [Fact]
    public void A_command_without_providers_does_not_ask_for_their_names() => Should.NotThrow(() => SettingNames.Check(
        new ConfigurationBuilder().AddInMemoryCollection([new("Identity:Provider:main:Kind", "Oidc")]).Build(), withProviders: false));

    [Theory]
    [InlineData]
    [InlineData("migrate")]
    public async Task The_program_refuses_it_from_the_environment_and_touches_nothing(params string[] arguments)
    {
        using var operating = new Operator();
        operating.AddProviders();
        operating.Environment["Database__Provder"] = "PostgreSql";

        (await operating.RunAsync(arguments)).ShouldBe(
            (1, "", "Database:Provder is no setting of this program: write Database:Provider (in the environment, Database__Provider).\n"));
        Directory.GetFileSystemEntries(operating.Folder).ShouldBeEmpty();
    }

    private static void Check(params (string Name, string Value)[] settings) => SettingNames.Check(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value))).Build());
}
