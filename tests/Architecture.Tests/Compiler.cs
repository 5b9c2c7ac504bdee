using System.Xml.Linq;

namespace Modular.Architecture.Tests;

/// <summary>The compiler and its analyzers enforce some rules. The tests here hold that they stay turned on.</summary>
public class Compiler
{
    [Fact]
    public void Warnings_are_errors_and_public_types_are_documented()
    {
        var props = Source.Read("Directory.Build.props");
        Settings(props).ShouldNotBeEmpty();
        MissingSettings(props).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<TreatWarningsAsErrors>false</TreatWarningsAsErrors><GenerateDocumentationFile>true</GenerateDocumentationFile><Nullable>enable</Nullable><EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>")]
    [InlineData("<TreatWarningsAsErrors>true</TreatWarningsAsErrors><Nullable>enable</Nullable><EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>")]
    public void A_setting_that_is_off_or_gone_is_seen(string settings) =>
        MissingSettings($"<Project><PropertyGroup>{settings}</PropertyGroup></Project>").ShouldHaveSingleItem();

    [Fact]
    public void No_project_turns_a_warning_off()
    {
        string[] files = ["Directory.Build.props", .. Source.Files("src", ".csproj")];
        files.Length.ShouldBeGreaterThan(7);
        files.SelectMany(file => Exemptions(Source.Read(file)).Select(exemption => $"{file}: {exemption}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<PropertyGroup><NoWarn>$(NoWarn);CS1591</NoWarn></PropertyGroup>")]
    [InlineData("<PropertyGroup><NoWarn>$(NoWarn);CS1573;CS8602</NoWarn></PropertyGroup>")]
    [InlineData("<PropertyGroup><WarningsNotAsErrors>CS1591</WarningsNotAsErrors></PropertyGroup>")]
    [InlineData("<PropertyGroup><TreatWarningsAsErrors>false</TreatWarningsAsErrors></PropertyGroup>")]
    [InlineData("<PropertyGroup><GenerateDocumentationFile>false</GenerateDocumentationFile></PropertyGroup>")]
    [InlineData("<PropertyGroup><RunAnalyzers>false</RunAnalyzers></PropertyGroup>")]
    public void A_project_that_turns_one_off_is_seen(string xml) => Exemptions($"<Project>{xml}</Project>").ShouldHaveSingleItem();

    [Fact]
    public void No_code_turns_a_warning_off()
    {
        var files = Source.Files("src", ".cs").Where(file => !IsMigration(file)).ToList();
        files.ShouldContain("src/Api/ApiProgram.cs", StringComparer.Ordinal);
        files.Where(file => TurnsWarningsOff(Source.Read(file))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("#pragma warning disable CS1591")]
    [InlineData("#nullable disable")]
    [InlineData("[SuppressMessage(\"a\", \"b\")]")]
    public void Code_that_turns_one_off_is_seen(string text) => TurnsWarningsOff(text).ShouldBeTrue();

    [Fact]
    public void Braces_stand_around_every_block() => AsksForBraces(Source.Read(".editorconfig")).ShouldBeTrue();

    [Theory]
    [InlineData("csharp_prefer_braces = true\ndotnet_diagnostic.IDE0011.severity = suggestion\n")]
    [InlineData("csharp_prefer_braces = when_multiline\ndotnet_diagnostic.IDE0011.severity = warning\n")]
    [InlineData("csharp_prefer_braces = true\ndotnet_diagnostic.IDE0011.severity = warning\n[src/**.cs]\ndotnet_diagnostic.IDE0011.severity = none\n")]
    public void Braces_that_are_left_to_taste_are_seen(string editorConfig) => AsksForBraces(editorConfig).ShouldBeFalse();

    // The build is the test of the code itself: with warnings as errors IDE0011 refuses a block without braces.
    private static bool AsksForBraces(string editorConfig)
    {
        var lines = editorConfig.Split('\n').Select(line => line.Trim()).ToList();
        return lines.Where(line => line.StartsWith("csharp_prefer_braces", StringComparison.Ordinal)).ToList() is ["csharp_prefer_braces = true"]
            && lines.Where(line => line.StartsWith("dotnet_diagnostic.IDE0011", StringComparison.Ordinal)).ToList() is ["dotnet_diagnostic.IDE0011.severity = warning"];
    }

    private static Dictionary<string, string> Settings(string xml) => XDocument.Parse(xml).Descendants("PropertyGroup")
        .Where(group => group.Attribute("Condition") is null)
        .Elements()
        .GroupBy(setting => setting.Name.LocalName, StringComparer.Ordinal)
        .ToDictionary(setting => setting.Key, setting => setting.Last().Value, StringComparer.Ordinal);

    private static IEnumerable<string> MissingSettings(string xml)
    {
        var settings = Settings(xml);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TreatWarningsAsErrors"] = "true",
            ["GenerateDocumentationFile"] = "true",
            ["EnforceCodeStyleInBuild"] = "true",
            ["Nullable"] = "enable",
        }.Where(wanted => settings.GetValueOrDefault(wanted.Key) != wanted.Value).Select(wanted => wanted.Key);
    }

    /// <summary>
    /// Tests have no public API, an advisory (NU19…) must not break an old clone, one parameter may be documented alone (CS1573), and Aspire
    /// warns that its command line is not bundled (ASPIRE010), which nothing here uses: nothing else is exempt.
    /// </summary>
    private static IEnumerable<string> Exemptions(string xml) => XDocument.Parse(xml).Descendants("PropertyGroup")
        .Where(group => !IsForTests(group))
        .Elements()
        .Where(setting => setting.Name.LocalName switch
        {
            "NoWarn" => setting.Value is not ("$(NoWarn);CS1573" or "$(NoWarn);ASPIRE010"),
            "WarningsNotAsErrors" => !setting.Value.Split(';').All(IsAdvisory),
            "TreatWarningsAsErrors" or "GenerateDocumentationFile" or "RunAnalyzers" or "EnforceCodeStyleInBuild" => setting.Value != "true",
            _ => false,
        })
        .Select(setting => setting.ToString());

    private static bool IsAdvisory(string code) => code == "$(WarningsNotAsErrors)" || code.StartsWith("NU19", StringComparison.Ordinal);

    private static bool IsForTests(XElement group) =>
        group.Attribute("Condition")?.Value == "$(MSBuildProjectName.EndsWith('.Tests'))";

    private static bool IsMigration(string file) => file.Contains("Migrations/", StringComparison.Ordinal);

    private static bool TurnsWarningsOff(string text) =>
        text.Contains("#pragma warning disable", StringComparison.Ordinal)
        || text.Contains("#nullable disable", StringComparison.Ordinal)
        || text.Contains("SuppressMessage(", StringComparison.Ordinal);
}
