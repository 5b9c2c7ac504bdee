using CsCheck;
using Modular.Api.Files;

namespace Modular.Api.Tests.Files;

public class CsvLineTests
{
    [Theory]
    [InlineData("a,b,c", new[] { "a", "b", "c" })]
    [InlineData("", new[] { "" })]
    [InlineData(",", new[] { "", "" })]
    [InlineData("\"a\",b", new[] { "a", "b" })]
    [InlineData("a,\"b,c\"", new[] { "a", "b,c" })]
    [InlineData("\"say \"\"yes\"\"\"", new[] { "say \"yes\"" })]
    [InlineData("\"\"", new[] { "" })]
    [InlineData("\"\",", new[] { "", "" })]
    [InlineData(" a , b ", new[] { " a ", " b " })]
    public void A_line_is_taken_apart(string line, string[] expected)
    {
        CsvLine.TryParse(line, out var fields, out var problem).ShouldBeTrue();
        fields.ShouldBe(expected);
        problem.ShouldBeNull();
    }

    [Theory]
    [InlineData("\"a")]
    [InlineData("\"")]
    [InlineData("\"\"\"")]
    [InlineData("a\"b")]
    [InlineData("\"a\"b,c")]
    [InlineData("a,\"b")]
    [InlineData("a, \"b\"")]
    public void A_quote_out_of_place_is_refused_without_repeating_the_line(string line)
    {
        CsvLine.TryParse(line, out var fields, out var problem).ShouldBeFalse();
        fields.ShouldBeNull();
        problem.ShouldBe("a quote is not closed, or stands where none may");
    }

    [Fact]
    public void What_is_quoted_is_read_back() => Gen.String[Gen.Char[" ,\"ab"], 0, 8].Array[1, 6].Sample(values =>
    {
        var line = string.Join(',', values.Select(value => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        return CsvLine.TryParse(line, out var fields, out _) && fields.SequenceEqual(values, StringComparer.Ordinal);
    });

    [Fact]
    public async Task Lines_are_read_whatever_their_ends_and_cut_behind_the_limit()
    {
        var lines = new BoundedLines(new StringReader("a\r\nb\n\nlong-one\nfour\r\nlast"), longest: 4);
        var read = new List<(long, string)>();
        while (await lines.ReadAsync(TestContext.Current.CancellationToken) is { } line)
        {
            read.Add((lines.Number, line));
        }

        read.ShouldBe([(1, "a"), (2, "b"), (3, ""), (4, "long-"), (5, "four"), (6, "last")]);
    }
}
