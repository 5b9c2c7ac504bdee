using System.Text.RegularExpressions;

namespace Modular.Architecture.Tests;

/// <summary>The README is short, the documents are in plain English, and each decision says whether it still holds.</summary>
public partial class DocumentForm
{
    private const string Decisions = "docs/adr";

    private const int MostWords = 700;

    private static readonly string[] CodeFolders = ["src", "tests", "bench"];

    [Fact]
    public void The_README_can_be_read_in_a_few_minutes() => CountWords(Source.Read("README.md")).ShouldBeInRange(1, MostWords);

    [Fact]
    public void Words_are_counted_in_tables_and_code_too() => CountWords("Two words.\n\n| three | `four` |\n").ShouldBe(7);

    [Fact]
    public void Each_sentence_has_a_noun_as_its_subject()
    {
        var documents = Source.Files("", ".md");
        documents.Count().ShouldBeGreaterThan(20);
        documents.SelectMany(file => Riddles.Matches(Source.Read(file)).Select(match => $"{file}: {match.Value}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Whoever has the key is anybody.")]
    [InlineData("An order of theirs, for whom it is.")]
    [InlineData("The issuer to the letter, which somebody knows.")]
    public void A_sentence_without_one_is_seen(string sentence) => Riddles.Count(sentence).ShouldBe(2);

    [Fact]
    public void Each_comment_has_a_noun_as_its_subject()
    {
        var files = CodeFolders.SelectMany(folder => Source.Files(folder, ".cs")).ToList();
        files.Count.ShouldBeGreaterThan(700);
        files.SelectMany(file => RiddlesOf(Source.Read(file)).Select(line => $"{file}: {line}")).ShouldBeEmpty("begin each sentence with a noun: who or what does it");
    }

    [Theory]
    [InlineData("    // Nothing waits for whoever left.", 1)]
    [InlineData("    /// <summary>What the caller gets.</summary>", 1)]
    [InlineData("    /// <param name=\"stamp\">Who does it.</param>", 1)]
    [InlineData("    // That it is late says nothing.", 1)]
    [InlineData("    var x = \"nobody\"; // The name of no person.", 0)]
    [InlineData("    /// <summary>The owner; none for <see cref=\"Owner.Anybody\"/>.</summary>", 0)]
    [InlineData("    // The caller who left says what it was.", 0)]
    public void A_comment_without_one_is_seen(string line, int found) => RiddlesOf(line).Count().ShouldBe(found);

    [Fact]
    public void Each_decision_has_its_date_and_its_status_under_its_title()
    {
        var records = Source.Files(Decisions, ".md").Where(IsRecord).ToList();
        records.Count.ShouldBeGreaterThan(15);
        records.Where(file => !HasStatus(Source.Read(file))).ShouldBeEmpty("like '2026-11-23, accepted', or 'superseded in part by' with links");
    }

    [Theory]
    [InlineData("# 1. One\n\n2026-11-23\n\n**Context.**", false)]
    [InlineData("# 1. One\n\n2026-11-23, rejected\n", false)]
    [InlineData("# 1. One\n\n2026-11-23, superseded by something\n", false)]
    [InlineData("# 1. One\n\n2026-11-23, superseded in part by [7](0007-seven.md): the port\n", true)]
    [InlineData("# 1. One\n\n2026-11-23, accepted\n", true)]
    public void A_decision_without_a_status_is_seen(string text, bool hasOne) => HasStatus(text).ShouldBe(hasOne);

    [Fact]
    public void Each_decision_stands_in_the_list_of_decisions_with_its_status()
    {
        var list = Source.Read($"{Decisions}/README.md");
        Source.Files(Decisions, ".md").Where(IsRecord).Where(file => !IsListed(Path.GetFileName(file), Source.Read(file), list)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("| 1 | [One](0001-one.md) | superseded in part |")]
    [InlineData("| 1 | [Two](0001-one.md) | accepted |")]
    [InlineData("| 2 | [Two](0002-two.md) | accepted |")]
    public void A_decision_that_is_listed_otherwise_is_seen(string list) =>
        IsListed("0001-one.md", "# 1. One\n\n2026-11-23, accepted\n", list).ShouldBeFalse();

    private static IEnumerable<string> RiddlesOf(string code) =>
        code.Split('\n').Where(line => CommentOf(line) is { } comment && (Riddles.IsMatch(comment) || Subjects.IsMatch(comment))).Select(line => line.Trim());

    // A line that is a comment and nothing else; names of members in it are no words of its sentences.
    private static string? CommentOf(string line) =>
        line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? References.Replace(line, "") : null;

    private static int CountWords(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static bool IsRecord(string file) => char.IsAsciiDigit(Path.GetFileName(file)[0]);

    private static bool HasStatus(string text) => Status.IsMatch(text.Split('\n')[2]);

    private static bool IsListed(string file, string text, string list)
    {
        var lines = text.Split('\n');
        var title = lines[0].TrimStart('#', ' ').Split(". ", 2);
        return list.Contains($"| {title[0]} | [{title[1]}]({file}) | {Status.Match(lines[2]).Groups["status"].Value} |", StringComparison.Ordinal);
    }

    [GeneratedRegex(
        @"\b(whoever|whomever|whom|nobody|somebody|anybody|everybody|themself|of theirs|as none|by now|to the letter)\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Riddles { get; }

    /// <summary>A comment or a part of a documentation comment that begins with a relative pronoun.</summary>
    [GeneratedRegex(
        @"^\s*(///? |/// <(summary|returns|remarks)>|/// <param name=""\w+"">|/// <typeparam name=""\w+"">)(What|Whatever|Who|Whose|That)\b",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Subjects { get; }

    [GeneratedRegex("<(see|seealso|paramref) [^>]*/>|<c>[^<]*</c>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex References { get; }

    [GeneratedRegex(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}, (?<status>accepted|superseded( in part)?)($| by \[[0-9]+\]\([0-9]{4}-[a-z0-9-]+\.md\))",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Status { get; }
}
