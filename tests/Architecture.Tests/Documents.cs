using System.Text.RegularExpressions;

namespace Modular.Architecture.Tests;

/// <summary>The documents quote the repository's own code, so that no recipe goes stale.</summary>
public partial class Documents
{
    private static readonly IReadOnlyDictionary<string, string> Texts = Source.Files("", ".md")
        .Where(file => file != "CHANGELOG.md")
        .ToDictionary(file => file, Source.Read, StringComparer.Ordinal);

    private static readonly IReadOnlyList<string> Code =
        [.. Source.Files("src", ".cs").Concat(Source.Files("tests", ".cs")).Select(file => Plain(Source.Read(file)))];

    private static readonly IReadOnlySet<string> Words = Source.Files().Where(file => !file.EndsWith(".md", StringComparison.Ordinal))
        .SelectMany(file => Word.Matches(Source.Read(file)))
        .Select(match => match.Value)
        .ToHashSet(StringComparer.Ordinal);

    [Fact]
    public void Each_block_of_code_that_is_quoted_stands_in_a_source_file()
    {
        var blocks = Texts.SelectMany(text => BlocksOf(text.Value)).ToList();
        blocks.Count.ShouldBeGreaterThan(2);
        blocks.Where(block => !IsInOneFile(block, Code)).ShouldBeEmpty("quote it from the source, as it is there");
    }

    [Theory]
    [InlineData("routes.PostTo<CancelOrder, OrderDetails>(\"/api/orders/{id:long}/cancel\");")]
    [InlineData("public sealed record CancelOrder(long Id) : IUseCase<OrderDetails>")]
    [InlineData("public sealed record CancelOrder(long Id) : IOrderChange, IUseCase<OrderDetails>\n{\n}")]
    public void A_block_that_the_source_does_not_have_is_seen(string code)
    {
        var block = BlocksOf($"As here:\n\n```csharp\n{code}\n```\n").ShouldHaveSingleItem();
        IsInOneFile(block, Code).ShouldBeFalse();
    }

    [Fact]
    public void Each_file_and_folder_that_is_named_exists()
    {
        var paths = Texts.SelectMany(text => PathsIn(text.Value).Select(path => (text.Key, path))).ToList();
        paths.ShouldContain(("CONTRIBUTING.md", "src/Application/Orders/CancelOrder.cs"));
        paths.Where(named => !Exists(named.path)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("`src/Application/Orders/AbandonOrder.cs`")]
    [InlineData("[the reason](docs/adr/0000-no-reason.md)")]
    [InlineData("`tests/Nowhere.Tests/`")]
    public void A_file_that_does_not_exist_is_seen(string text) => PathsIn(text).Where(path => !Exists(path)).ShouldHaveSingleItem();

    [Fact]
    public void Each_type_and_setting_that_is_named_is_in_the_source()
    {
        var names = Texts.SelectMany(text => NamesIn(text.Value).Select(name => (text.Key, name))).ToList();
        names.ShouldContain(("CONTRIBUTING.md", "IRetention"));
        names.ShouldContain(("docs/operations.md", "Retention"));
        names.Where(named => !Words.Contains(named.name)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("`Order" + "Canceller`")]
    [InlineData("`ModularDb.HasNo" + "DataOfAsync`")]
    [InlineData("`Retention:Event" + "Hours`")]
    public void A_name_that_nothing_has_is_seen(string text) => NamesIn(text).Where(name => !Words.Contains(name)).ShouldHaveSingleItem();

    [Fact]
    public void Each_command_names_a_project_a_test_class_or_a_script_that_exists()
    {
        var commands = Texts.SelectMany(text => TargetsOf(text.Value)).ToList();
        commands.ShouldContain("src/AppHost");
        commands.ShouldContain("ContractFileTests");
        commands.Where(target => !IsTarget(target)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("dotnet run --project src/Gone")]
    [InlineData("dotnet run --project tests/Api.Tests -- --filter-class '*Gone" + "Tests'")]
    public void A_command_that_names_another_is_seen(string command) =>
        TargetsOf($"```bash\n{command}\n```").Where(target => !IsTarget(target)).ShouldHaveSingleItem();

    private static IEnumerable<string> BlocksOf(string text) => Block.Matches(text).Select(match => Plain(match.Groups["code"].Value));

    private static bool IsInOneFile(string block, IEnumerable<string> code) => code.Any(text => text.Contains(block, StringComparison.Ordinal));

    /// <summary>Without what a quotation may leave out: indentation, alignment and empty lines.</summary>
    private static string Plain(string text) =>
        string.Join('\n', text.Split('\n').Select(line => Spaces.Replace(line.Trim(), " ")).Where(line => line.Length > 0)) + "\n";

    // A module that does not exist yet is the example of how one is written.
    private static IEnumerable<string> PathsIn(string text) => Paths.Matches(text).Select(match => match.Groups["path"].Value.TrimEnd('/', '.'))
        .Where(path => !path.Contains("Invoice", StringComparison.Ordinal) && !path.Contains('<', StringComparison.Ordinal));

    private static bool Exists(string path) => Path.Exists(Path.Combine(Source.Root, path));

    private static IEnumerable<string> NamesIn(string text) => Names.Matches(text)
        .SelectMany(match => match.Groups["name"].Value.Split('.', ':'))
        .Where(name => !name.Contains("Invoice", StringComparison.Ordinal));

    private static IEnumerable<string> TargetsOf(string text) => Commands.Matches(text)
        .Select(match => match.Groups["project"].Success ? match.Groups["project"].Value : match.Groups["class"].Value);

    private static bool IsTarget(string target) => target.Contains('/', StringComparison.Ordinal)
        ? Exists($"{target}/{Path.GetFileName(target)}.csproj")
        : Words.Contains(target);

    [GeneratedRegex("^ *```csharp\n(?<code>(.|\n)*?)^ *```", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Block { get; }

    [GeneratedRegex(@"[`(](?<path>(src|tests|docs|bench|\.ci)/[\w./<>-]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Paths { get; }

    /// <summary>A type, a type's member or a setting: words that begin with a capital and have small letters.</summary>
    [GeneratedRegex(@"`(?<name>[A-Z]\w*[a-z]\w*([.:][A-Z]\w*[a-z]\w*)*)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Names { get; }

    [GeneratedRegex(@"(--project (?<project>(src|tests)/[\w.]+))|(--filter-class '\*(?<class>\w+)')", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Commands { get; }

    [GeneratedRegex(" {2,}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Spaces { get; }

    [GeneratedRegex(@"\w+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Word { get; }
}
