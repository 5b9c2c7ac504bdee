using System.Collections;
using System.Globalization;
using System.Reflection;
using Modular.Api.CommandLine;
using Modular.Infrastructure;

namespace Modular.Api.Tests.Contract;

/// <summary>The document of settings names what the server reads, and nothing else.</summary>
public sealed class DocumentedSettingsTests
{
    private static readonly DocumentedSettings Documented = DocumentedSettings.In(Document());

    [Fact]
    public async Task Each_setting_that_the_server_reads_is_documented_and_no_other_is()
    {
        var asked = await SettingsReader.OfTheServerAsync();

        asked.ShouldContain("Shutdown:DrainSeconds");
        asked.ShouldContain("Identity:Providers:Oidc:RequireAccessTokenType");
        Documented.DifferencesFrom(asked).ShouldBeEmpty("document each setting in docs/configuration.md");
    }

    [Theory]
    [InlineData("Quota:Burst", "Quota:RequestsPerSecond is documented and not asked for.")]
    [InlineData("Quota:RequestsPerSecond Quota:Burst TrustedProxies:0", "TrustedProxies is asked for and not documented.")]
    public void A_setting_that_is_in_one_place_alone_is_seen(string asked, string difference) =>
        DocumentedSettings.In("""
            | Setting | Default |
            |---|---|
            | `Quota:RequestsPerSecond` | 200 |
            | `Quota:Burst` | none |
            """).DifferencesFrom(asked.Split(' ')).ShouldHaveSingleItem().ShouldBe(difference);

    [Fact]
    public void A_setting_of_a_provider_is_documented_for_each_kind_that_has_it() =>
        DocumentedSettings.In("""
            ## Each provider
            | Setting | Default |
            |---|---|
            | `…:ClientIds:<n>` | none |

            ## Oidc and Fake
            | Setting | Default |
            |---|---|
            | `…:Key` | none |

            | Another table | Default |
            |---|---|
            | `…:Nothing` | none |
            """).All.Select(setting => setting.Name).ShouldBe(
            [
                "Identity:Providers:Cognito:ClientIds", "Identity:Providers:Oidc:ClientIds", "Identity:Providers:Introspection:ClientIds",
                "Identity:Providers:Fake:ClientIds", "Identity:Providers:Oidc:Key", "Identity:Providers:Fake:Key",
            ]);

    [Fact]
    public void Each_documented_setting_may_stand_on_the_command_line()
    {
        // The command line has an option of this name, which is a setting.
        var names = Documented.All.Select(setting => setting.Name).Where(name => name != "PublicUrl").ToList();

        names.Count.ShouldBeGreaterThan(50);
        names.Where(name => !KnownSettings.Contains(name) && !KnownSettings.Contains(name + ":0")).ShouldBeEmpty();
    }

    [Fact]
    public void Each_documented_default_is_the_one_that_the_server_has()
    {
        var defaults = Defaults().ToList();
        defaults.Count.ShouldBeGreaterThan(15);
        defaults.Where(setting => !Documented.All.Any(documented => Matches(documented, setting))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("60, at most 120")]
    [InlineData("30")]
    public void A_default_that_the_server_does_not_have_is_seen(string documented) =>
        Matches(new DocumentedSettings.Setting("Identity:Providers:Oidc:ClockSkewSeconds", documented), ("Oidc:ClockSkewSeconds", "60")).ShouldBeFalse();

    private static bool Matches(DocumentedSettings.Setting documented, (string Name, string Default) option) =>
        $":{documented.Name}".EndsWith($":{option.Name}", StringComparison.Ordinal)
        && documented.Default.Replace("`", "", StringComparison.Ordinal) == option.Default;

    /// <summary>The default of each option that has one, under the end of its name.</summary>
    private static IEnumerable<(string Name, string Default)> Defaults() =>
        from type in typeof(Adapters).Assembly.GetTypes()
        where type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetConstructor([]) is not null
        let options = Activator.CreateInstance(type)
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.PropertyType == typeof(string) || !property.PropertyType.IsAssignableTo(typeof(IEnumerable))
        let value = property.GetValue(options)
        where value is not null
        select ($"{type.Name[..^"Options".Length]}:{property.Name}", TextOf(value));

    private static string TextOf(object value) => value switch
    {
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Document()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Modular.sln")))
        {
            root = root.Parent!;
        }

        return File.ReadAllText(Path.Combine(root.FullName, "docs", "configuration.md"));
    }
}
