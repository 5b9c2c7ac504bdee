using Modular.Telemetry.Logging;

namespace Modular.Telemetry.Tests;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("plain, ünïcödé 漢字 and [brackets]", "plain, ünïcödé 漢字 and [brackets]")]
    [InlineData("two\nlines", "two | lines")]
    [InlineData("two\r\n   at lines\r\n", "two | at lines")]
    [InlineData("one\rline", "one | line")]
    [InlineData("a tab\tand a bell\a", "a tab?and a bell?")]
    [InlineData("\u001b[31mred", "?[31mred")]
    [InlineData("\u009b31mred", "?31mred")]
    [InlineData("\u0000\u007f\u0085", "???")]
    [InlineData("turned \u202e round, and \u2028 apart", "turned ? round, and ? apart")]
    [InlineData("", "")]
    [InlineData("\n", "")]
    public void Text_stays_in_its_line_and_commands_no_terminal(string text, string written)
    {
        using var writer = new StringWriter();
        LogText.Write(writer, text);

        writer.ToString().ShouldBe(written);
    }
}
