namespace Modular.Architecture.Tests;

/// <summary>The repository speaks of the product as it is: what is not finished is not in it.</summary>
public class Finished
{
    [Fact]
    public void No_file_says_that_something_is_still_to_be_done()
    {
        var files = Source.Files().ToList();
        files.ShouldContain("Directory.Build.props");
        files.ShouldContain("src/Domain/Orders/Order.cs");
        files.ShouldContain("tests/Architecture.Tests/Finished.cs");
        files.Where(file => IsUnfinished(Source.Read(file))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("// TO" + "DO: later")]
    [InlineData("<!-- FIX" + "ME -->")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    public void A_file_that_says_so_is_seen(string text) => IsUnfinished(text).ShouldBeTrue();

    [Theory]
    [InlineData("the TodoApp of somebody else")]
    [InlineData("nothing to do")]
    public void Other_words_are_not(string text) => IsUnfinished(text).ShouldBeFalse();

    private static bool IsUnfinished(string text) => Patterns.Unfinished.IsMatch(text);
}
