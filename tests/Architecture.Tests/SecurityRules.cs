using System.Globalization;
using System.Text.RegularExpressions;

namespace Modular.Architecture.Tests;

/// <summary>The security rules stand in one table, and each names the tests that hold it.</summary>
public partial class SecurityRules
{
    private static readonly IReadOnlyList<string> Tests =
        [.. Source.Files("tests", ".cs").Select(file => Path.GetFileNameWithoutExtension(file)!)];

    private static readonly IReadOnlyList<string> Rows =
        [.. Source.Read("docs/security.md").Split('\n').Where(line => Row.IsMatch(line))];

    [Fact]
    public void Each_rule_names_tests_that_exist()
    {
        Rows.Count.ShouldBeGreaterThan(15);
        Rows.Where(row => !NamesTestsThatExist(row)).ShouldBeEmpty();
    }

    [Fact]
    public void The_rules_are_numbered_without_a_gap() => ShouldHaveNoGap(Rows.Select(NumberOf));

    [Fact]
    public void A_rule_that_is_left_out_is_seen() => Should.Throw<ShouldAssertException>(() => ShouldHaveNoGap([1, 3]));

    [Theory]
    [InlineData("| 1 | Tokens are read strictly. | `NobodysTests` |")]
    [InlineData("| 1 | Tokens are read strictly. | |")]
    public void A_rule_that_nothing_holds_is_seen(string row) => NamesTestsThatExist(row).ShouldBeFalse();

    private static int NumberOf(string row) => int.Parse(row.Split('|')[1], CultureInfo.InvariantCulture);

    private static void ShouldHaveNoGap(IEnumerable<int> numbers)
    {
        int[] all = [.. numbers];
        all.Distinct().ShouldBe(Enumerable.Range(1, all.Max()));
    }

    private static bool NamesTestsThatExist(string row)
    {
        var named = Name.Matches(row.TrimEnd(' ', '|').Split('|')[^1]).Select(match => match.Groups["name"].Value).ToList();
        return named.Count > 0 && named.TrueForAll(name => Tests.Contains(name, StringComparer.Ordinal));
    }

    [GeneratedRegex("^\\| [0-9]+ \\|", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Row { get; }

    [GeneratedRegex("`(?<name>[A-Za-z]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Name { get; }
}
