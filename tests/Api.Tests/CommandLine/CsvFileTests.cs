using System.Text;
using CsCheck;
using Modular.Api.CommandLine;
using Modular.Infrastructure;

namespace Modular.Api.Tests.CommandLine;

/// <summary>Files as people's tools write them.</summary>
public sealed class CsvFileTests : IDisposable
{
    private const int LongestLine = 200;

    private static readonly string[] Columns = ["sku", "name", "price minor"];

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("A,b,1\nC,d,2\n")]
    [InlineData("A,b,1\r\nC,d,2\r\n")]
    [InlineData("A,b,1\rC,d,2")]
    [InlineData("A;b;1\nC;d;2\n")]
    [InlineData("A\tb\t1\nC\td\t2\n")]
    [InlineData("sep=;\nA;b;1\nC;d;2\n")]
    [InlineData("\"A\",\"b\",\"1\"\n\"C\",\"d\",\"2\"\n")]
    [InlineData("\n\n  \nA,b,1\n,,\n\nC,d,2\n,,,,\n\n")]
    [InlineData("A,b,1,\nC,d,2,,,\n")]
    [InlineData("sku,name,price minor\nA,b,1\nC,d,2\n")]
    [InlineData("SKU, Name ,Price_Minor\nA,b,1\nC,d,2\n")]
    [InlineData("\"Sku\";\"NAME\";\"priceMinor\";\nA;b;1;\nC;d;2;\n")]
    [InlineData("name,price minor,sku\nb,1,A\nd,2,C\n")]
    public async Task The_records_are_the_same_in_every_spelling(string text)
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            await File.WriteAllTextAsync(_path, text, encoding, TestContext.Current.CancellationToken);

            (await ReadAsync()).Select(record => string.Join('|', record.Fields!)).ShouldBe(["A|b|1", "C|d|2"], encoding.WebName);
        }
    }

    [Theory]
    [InlineData("A;\"Tea, black, 100 g\";1\n", "A|Tea, black, 100 g|1")]
    [InlineData("A;Tea, black 100 g;1\n", "A|Tea, black 100 g|1")]
    [InlineData("A,\"say \"\"yes\"\"; no\",1", "A|say \"yes\"; no|1")]
    [InlineData("A,설록차,1", "A|설록차|1")]
    public async Task A_separator_or_a_quote_within_quotes_is_text(string text, string expected)
    {
        await WriteAsync(text);

        string.Join('|', (await ReadAsync()).ShouldHaveSingleItem().Fields!).ShouldBe(expected);
    }

    [Theory]
    [InlineData("\"b", "a quote is not closed in its line, or stands where none may")]
    [InlineData("b\"c", "a quote is not closed in its line, or stands where none may")]
    [InlineData("\"b\"c", "a quote is not closed in its line, or stands where none may")]
    [InlineData("b,1,2", "it has 5 columns, and 3 are needed: sku, name, price minor")]
    public async Task A_bad_line_is_named_and_costs_no_other(string middle, string problem)
    {
        await WriteAsync($"A,b,1\nC,{middle},2\nE,f,3\n");

        (await ReadAsync()).Select(record => (record.Line, record.Problem)).ShouldBe([(1, null), (2, problem), (3, null)]);
    }

    [Theory]
    [InlineData("A;b;1;2\n", "it has 4 columns, and 3 are needed: sku, name, price minor")]
    [InlineData("A\tb\t1\t2\n", "it has 4 columns, and 3 are needed: sku, name, price minor")]
    [InlineData("A|b|1\n", "it has 1 columns, and 3 are needed: sku, name, price minor")]
    [InlineData("A,\"b,1\n", "a quote is not closed in its line, or stands where none may")]
    public async Task A_first_line_that_does_not_fit_is_refused_with_the_whole_file(string text, string problem)
    {
        await WriteAsync(text);

        (await RefusalAsync()).ShouldBe($"import-products: '{_path}' cannot be used: in its first line, {problem}.");
    }

    [Fact]
    public async Task A_line_break_within_quotes_is_refused()
    {
        await WriteAsync("A,b,1\nC,\"d\nd\",2\nE,f,3\n");

        (await ReadAsync()).Select(record => (record.Line, record.Problem is null)).ShouldBe([(1, true), (2, false), (3, false), (4, true)]);
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_named_and_one_without_an_end_ends_the_file()
    {
        await WriteAsync($"A,b,1\nC,{new string('x', LongestLine)},2\nE,f,3\n");
        (await ReadAsync()).Select(record => record.Problem).ShouldBe([null, "it is longer than 200 characters", null]);

        await WriteAsync("A,b,1\nC," + new string('x', 5_000_000));
        (await RefusalAsync()).ShouldEndWith("' cannot be used: its line 2 is longer than a line of such a file can be.");
    }

    [Fact]
    public void What_is_quoted_is_read_back() => Gen.String[Gen.Char[" ,;\"ab"], 1, 8].Where(text => text.Trim().Length > 0).Array[3].Sample(
        values =>
        {
            File.WriteAllText(_path, string.Join(',', values.Select(value => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
            return ReadAsync().GetAwaiter().GetResult().Single().Fields!.SequenceEqual(values, StringComparer.Ordinal);
        },
        threads: 1);

    [Theory]
    [InlineData("504B0304140006", "a ZIP archive, as .xlsx and .ods files are: save the sheet as 'CSV UTF-8'")]
    [InlineData("D0CF11E0A1B11AE1", "an old Excel file (.xls): save the sheet as 'CSV UTF-8'")]
    [InlineData("1F8B0800", "a gzip file: unpack it first")]
    [InlineData("255044462D312E37", "a PDF file")]
    [InlineData("53514C69746520666F726D6174203300", "a SQLite database")]
    [InlineData("41002C006200", "UTF-16 without a byte order mark: save it as 'CSV UTF-8'")]
    [InlineData("0041002C0062", "UTF-16 without a byte order mark: save it as 'CSV UTF-8'")]
    [InlineData("0102000405", "binary data, for it has NUL characters")]
    [InlineData("0A3C21444F43545950452068746D6C3E", "an HTML page: the download may have given a sign-in page instead of the file")]
    [InlineData("EFBBBF7B227822", "a JSON file: convert it to CSV")]
    public async Task A_file_of_another_kind_is_named_as_what_it_looks_like(string bytes, string kind)
    {
        await File.WriteAllBytesAsync(_path, Convert.FromHexString(bytes), TestContext.Current.CancellationToken);

        (await RefusalAsync()).ShouldBe($"import-products: '{_path}' is no CSV file, but looks like {kind}.");
    }

    [Theory]
    [InlineData("A,b,1\nC,Th\u00e9,2\n", "is not UTF-8, and looks like Latin-1 or Windows-1252: save the file as 'CSV UTF-8'")]
    [InlineData("A,b,1\r\nC,Th\0,2\r\n", "has a NUL character, as binary data has")]
    public async Task Text_in_another_encoding_is_refused_as_a_whole(string text, string what)
    {
        // Beyond what is looked at first.
        await File.WriteAllTextAsync(_path, string.Concat(Enumerable.Repeat("X,y,0\n", 1_000)) + text, Encoding.Latin1, TestContext.Current.CancellationToken);

        (await RefusalAsync()).ShouldBe($"import-products: '{_path}' cannot be used: its line 1002 {what}.");
    }

    [Fact]
    public async Task A_folder_and_a_file_that_is_missing_are_said_to_be_that()
    {
        (await RefusalAsync("/")).ShouldBe("import-products: '/' is a folder; name a file in it.");
        (await RefusalAsync("/nowhere/x.csv")).ShouldBe("import-products: there is no file '/nowhere/x.csv'; write the path from the folder that you are in.");
        (await RefusalAsync("")).ShouldBe("import-products: there is no file ''; write the path from the folder that you are in.");
    }

    private async Task<IReadOnlyList<CsvRecord>> ReadAsync(string? path = null)
    {
        await using var file = await InputFile.OpenAsync("import-products", path ?? _path, TestContext.Current.CancellationToken);
        using var records = new CsvFile(file, Columns, LongestLine);
        var read = new List<CsvRecord>();
        records.Rewind();
        while (records.Next() is { } record)
        {
            read.Add(record);
        }

        return read;
    }

    private async Task<string> RefusalAsync(string? path = null) =>
        (await Should.ThrowAsync<ConfigurationException>(() => ReadAsync(path))).Message;

    private Task WriteAsync(string text) => File.WriteAllTextAsync(_path, text, TestContext.Current.CancellationToken);
}
