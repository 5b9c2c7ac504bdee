namespace Modular.Architecture.Tests;

/// <summary>
/// A path in a connection string is quoted: without quotes a semicolon in the path of the machine's folder for temporary files ends the
/// path, and the rest is taken for another keyword.
/// </summary>
public class ConnectionStrings
{
    [Fact]
    public void Each_path_that_is_put_into_a_connection_string_is_quoted()
    {
        var texts = Source.Files("", ".cs").Concat(Source.Files("", ".sh")).Where(file => !file.EndsWith("/ConnectionStrings.cs", StringComparison.Ordinal))
            .Select(file => (file, Text: Source.Read(file))).ToList();
        texts.ShouldContain(one => one.Text.Contains("Data Source='{", StringComparison.Ordinal));

        texts.Where(one => HasBarePath(one.Text)).Select(one => one.file).ShouldBeEmpty("write Data Source='{path}'");
    }

    [Theory]
    [InlineData("$\"Data Source={path}\"")]
    [InlineData("$\"Data Source={Path.Combine(folder, name)};Pooling=False\"")]
    [InlineData("migrate Sqlite \"Data Source=$work/modular.db\"")]
    [InlineData("\"DataSource=\" + path")]
    public void A_path_without_quotes_is_seen(string text) => HasBarePath(text).ShouldBeTrue();

    [Theory]
    [InlineData("$\"Data Source='{path}'\"")]
    [InlineData("\"Data Source=design.db\"")]
    [InlineData("new SqliteConnectionStringBuilder { DataSource = path }")]
    public void What_needs_no_quotes_is_left(string text) => HasBarePath(text).ShouldBeFalse();

    private static bool HasBarePath(string text) => Patterns.BarePath.IsMatch(text);
}
