using System.Reflection;
using System.Text.RegularExpressions;

namespace Modular.Architecture.Tests;

/// <summary>The document of settings names those of the programs beside the resource server, whose own are compared by its tests.</summary>
public partial class ProgramSettings
{
    private const string Document = "docs/configuration.md";

    public static TheoryData<string, string, string[]> Programs => new()
    {
        { "App client", "AppClient", [.. Named("AppClient", "AppClientSettings").GetConstructors()[0].GetParameters().Select(parameter => parameter.Name!)] },
        { "Stand-in", "LocalCognito", Texts("LocalCognito", "CommandLine", "Settings") },
        { "AppHost", "AppHost", Texts("AppHost", "Settings", "Known") },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Each_setting_of_a_program_is_documented_and_no_other_is(string program, string section, string[] settings)
    {
        settings.Length.ShouldBeGreaterThan(2);
        DocumentedIn(Source.Read(Document), program).ShouldBe(settings.Select(setting => $"{section}:{setting}"), ignoreOrder: true);
    }

    [Fact]
    public void The_table_of_another_program_is_another_one() =>
        DocumentedIn("| App client's setting | |\n|---|---|\n| `A:One` | |\n| `A:Two` | |\n\n| AppHost's setting | |\n|---|---|\n| `B:One` | |\n", "AppHost")
            .ShouldBe(["B:One"]);

    private static IEnumerable<string> DocumentedIn(string text, string program) => text.Split('\n')
        .SkipWhile(line => !line.StartsWith($"| {program}'s setting |", StringComparison.Ordinal))
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => Row.Match(line))
        .Where(row => row.Success)
        .Select(row => row.Groups["name"].Value);

    private static Type Named(string project, string name) => Source.AssemblyOf(project).GetTypes().Single(type => type.Name == name && !type.IsNested);

    private static string[] Texts(string project, string type, string field) =>
        (string[])Named(project, type).GetField(field, BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;

    [GeneratedRegex("^\\| `(?<name>[^`]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Row { get; }
}
