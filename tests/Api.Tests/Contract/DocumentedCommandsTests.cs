using System.Text.RegularExpressions;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Contract;

/// <summary>A command that a document quotes can be run as it is written there: the program's own help knows it, and each of its options.</summary>
public sealed partial class DocumentedCommandsTests
{
    [Fact]
    public async Task Each_command_that_is_quoted_is_known_with_its_options()
    {
        var quoted = Documents().SelectMany(Quoted).GroupBy(command => command.Name, StringComparer.Ordinal).ToList();
        quoted.Select(command => command.Key).ShouldBeSubsetOf(await KnownAsync());
        quoted.Select(command => command.Key).ShouldContain("migrate");
        quoted.Select(command => command.Key).ShouldContain("link-identities");
        foreach (var command in quoted)
        {
            var (exitCode, help, error) = await ApiProcess.RunAsync("Production", [], command.Key, "--help");
            (exitCode, error).ShouldBe((0, ""), command.Key);
            foreach (var option in command.SelectMany(call => call.Options).Distinct(StringComparer.Ordinal))
            {
                help.ShouldContain(option, Case.Sensitive, command.Key);
            }
        }
    }

    [Theory]
    [InlineData("dotnet run --project src/Api -- link-identities map.csv --apply   # does it", "link-identities", "--apply")]
    [InlineData("| Command | What it does |\n|---|---|\n| `backup file` | copies |\n| `emigrate` | leaves |\n", "emigrate", null)]
    [InlineData("run `dotnet run --project src/Api -- explain-token < token.txt`", "explain-token", null)]
    public void What_is_quoted_is_found(string text, string name, string? option) =>
        Quoted(text).ShouldContain(command => command.Name == name && command.Options.SingleOrDefault() == option);

    private static async Task<IReadOnlyList<string>> KnownAsync()
    {
        var (_, help, _) = await ApiProcess.RunAsync("Production", [], "--help");
        return [.. Word.Matches(help).Select(match => match.Value), "help"];
    }

    private static IEnumerable<string> Documents()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Modular.sln")))
        {
            root = root.Parent!;
        }

        return Directory.EnumerateFiles(root.FullName, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(root.FullName, "docs"), "*.md", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != "CHANGELOG.md")
            .Select(File.ReadAllText);
    }

    private static IEnumerable<(string Name, IReadOnlyList<string> Options)> Quoted(string text) => Calls.Matches(text)
        .Concat(Tables.Matches(text).SelectMany(table => Rows.Matches(table.Value)))
        .Select(match => (match.Groups["name"].Value, (IReadOnlyList<string>)[.. match.Groups["options"].Captures.Select(option => option.Value)]));

    // A setting, --Name:Value, is not the command's own.
    [GeneratedRegex(@"--project src/Api -- (?<name>[a-z][a-z-]*)( +((?<options>--[a-z-]+)|[^\s`#-][^\s`#]*))*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Calls { get; }

    [GeneratedRegex(@"^\| Command \|.*\n(\|.*\n)+", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tables { get; }

    [GeneratedRegex(@"^\| `(?<name>[a-z]+(-[a-z]+)*)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rows { get; }

    [GeneratedRegex("[a-z]+(-[a-z]+)*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word { get; }
}
