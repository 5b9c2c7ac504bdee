using System.Globalization;
using System.Text;
using Modular.Api.CommandLine;
using Modular.Api.Products;
using Modular.Api.Tests.Hosting;
using Modular.Infrastructure;
using Spectre.Console;

namespace Modular.Api.Tests.Products;

/// <summary>The command that fills the catalogue, on the database of a running server.</summary>
public sealed class ImportProductsTests(ApiHost api) : IClassFixture<ApiHost>, IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task What_is_new_is_added_what_differs_is_changed_and_the_rest_stays()
    {
        var before = await NamesAsync();

        var first = await RunAsync("sku,name,price minor,currency", "IMP-A,\"Tea, 100 g\",890,EUR", "IMP-B,설록차,12000,KRW");
        var again = await RunAsync("IMP-B,설록차,12000,KRW", "IMP-A,\"Tea, 100 g\",890,EUR");
        var changed = await RunAsync("IMP-A,\"Tea, 100 g\",990,EUR", "IMP-C,Cup,0,EUR");

        first.ShouldEnd(0, "2 added, 0 changed, 0 unchanged.");
        again.ShouldEnd(0, "0 added, 0 changed, 2 unchanged.");
        changed.ShouldEnd(0, "1 added, 1 changed, 0 unchanged.");
        var after = await NamesAsync();
        after.Where(product => product.Key is "IMP-A" or "IMP-B" or "IMP-C").Select(product => (product.Key, product.Value)).ShouldBe(
            [("IMP-A", "Tea, 100 g 990 EUR"), ("IMP-B", "설록차 12000 KRW"), ("IMP-C", "Cup 0 EUR")], ignoreOrder: true);
        before.ShouldAllBe(product => after[product.Key] == product.Value);
    }

    [Fact]
    public async Task An_order_keeps_the_price_that_it_was_placed_with()
    {
        await RunAsync("IMP-PRICE,Tea,100,EUR");
        var person = api.SignedInAs("imre");
        using var placed = await person.PostTextAsync("/api/orders", """{"lines":[{"sku":"IMP-PRICE","quantity":3}]}""");

        (await RunAsync("IMP-PRICE,Green tea,200,EUR")).ShouldEnd(0, "0 added, 1 changed, 0 unchanged.");

        var order = await person.GetJsonAsync(placed.Headers.Location!.ToString());
        order.GetProperty("totalMinor").GetInt64().ShouldBe(300);
        order.GetProperty("lines")[0].Text("name").ShouldBe("Tea");
    }

    [Fact]
    public async Task A_bad_line_is_named_by_its_number_and_its_reason_alone_and_nothing_is_written()
    {
        var run = await RunAsync(
            "sku,name,price minor,currency",
            "IMP-GOOD,Tea,1,EUR",
            "imp-secret,Tea,1,EUR",
            "IMP-SECRET,,1,EUR",
            $"IMP-SECRET,{new string('x', 201)},1,EUR",
            "IMP-SECRET,Tea,-1,EUR",
            "IMP-SECRET,Tea,1.50,EUR",
            "IMP-SECRET,Tea,10000000001,EUR",
            "IMP-SECRET,Tea,1,euro",
            "IMP-SECRET,Tea,1",
            "IMP-SECRET,\"Tea,1,EUR",
            new string('x', 5000),
            "",
            "IMP-GOOD,Other,2,EUR",
            "sku,name,price minor,currency");

        run.ExitCode.ShouldBe(1);
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            "Line 3: its sku is not 1 to 40 capital letters, digits and hyphens, beginning with a letter or digit.",
            "Line 4: its name is empty, longer than 200 characters, or has control characters or spaces at its ends.",
            "Line 5: its name is empty, longer than 200 characters, or has control characters or spaces at its ends.",
            "Line 6: its price is not a whole number of minor units, 0 to 10000000000.",
            "Line 7: its price is not a whole number of minor units, 0 to 10000000000.",
            "Line 8: its price is not a whole number of minor units, 0 to 10000000000.",
            "Line 9: its currency is not three capital letters, like EUR.",
            "Line 10: it has 3 columns, and 4 are needed: sku, name, price minor, currency.",
            "Line 11: a quote is not closed in its line, or stands where none may.",
            "Line 12: it is longer than 1024 characters.",
            "Line 14: its sku is that of line 2 already.",
            "Line 15: its sku is not 1 to 40 capital letters, digits and hyphens, beginning with a letter or digit.",
        ]);
        run.Output.ShouldEndWith("12 lines cannot be used: nothing was written.\n");
        (run.Output + run.Error).ShouldNotContain("SECRET");
        (await NamesAsync()).Keys.ShouldNotContain("IMP-GOOD");
    }

    [Fact]
    public async Task A_file_may_have_a_byte_order_mark_and_other_line_ends_and_must_be_UTF_8()
    {
        await File.WriteAllTextAsync(_file, "\"SKU\",Name,price minor,currency\r\nIMP-MARK,Tee,1,EUR", new UTF8Encoding(true), TestContext.Current.CancellationToken);
        (await RunFileAsync()).ShouldEnd(0, "1 added, 0 changed, 0 unchanged.");

        await File.WriteAllBytesAsync(_file, [.. "IMP-LATIN,Th"u8, 0xE9, .. ",1,EUR"u8], TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<ConfigurationException>(() => RunFileAsync())).Message.ShouldBe(
            $"import-products: '{_file}' cannot be used: its line 1 is not UTF-8, and looks like Latin-1 or Windows-1252: save the file as 'CSV UTF-8'.");
    }

    [Theory]
    [InlineData("import-products: there are no products in this file, so there is nothing to do; check that it is the right one.")]
    [InlineData("import-products: there are no products in this file, so there is nothing to do; check that it is the right one.", "sku,name,price minor,currency")]
    public async Task A_file_without_products_is_refused(string sentence, params string[] lines) =>
        (await Should.ThrowAsync<ConfigurationException>(() => RunAsync(lines))).Message.ShouldBe(sentence);

    [Fact]
    public async Task Stopping_ends_between_two_batches_and_the_next_run_does_what_is_left()
    {
        await File.WriteAllLinesAsync(_file, Enumerable.Range(0, 1200).Select(i => $"IMP-STOP-{i},{new string('x', 200)},1,EUR"), TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        await using var output = new Plug(stop, "Writing");
        var exitCode = await new ImportProductsCommand(new OperatorSender(api.Services, ImportProductsCommand.Name), new CommandConsole(output, TextWriter.Null)).RunAsync(_file, stop.Token);

        exitCode.ShouldBe(130);
        output.ToString().ShouldEndWith(
            "500 added, 0 changed, 0 unchanged. The rest of the file is not written: run this again, and it does what is left.\n");
        (await RunFileAsync()).ShouldEnd(0, "700 added, 0 changed, 500 unchanged.");
    }

    [Fact]
    public async Task Stopping_while_it_is_checked_writes_nothing()
    {
        await File.WriteAllLinesAsync(_file, Enumerable.Range(0, 5000).Select(i => $"IMP-EARLY-{i},Tea,1,EUR"), TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        await using var output = new Plug(stop, "Checking");
        var exitCode = await new ImportProductsCommand(new OperatorSender(api.Services, ImportProductsCommand.Name), new CommandConsole(output, TextWriter.Null)).RunAsync(_file, stop.Token);

        exitCode.ShouldBe(130);
        output.ToString().ShouldEndWith("Stopped while the file was being checked: nothing was written.\n");
        (await NamesAsync()).Keys.ShouldNotContain("IMP-EARLY-0");
    }

    [Fact]
    public async Task A_terminal_gets_a_bar_for_each_of_the_two_things_that_are_done()
    {
        await File.WriteAllLinesAsync(_file, Enumerable.Range(0, 5000).Select(i => $"IMP-BAR-{i},Tea,1,EUR"), TestContext.Current.CancellationToken);

        await using var shown = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(shown) });
        await new ImportProductsCommand(new OperatorSender(api.Services, ImportProductsCommand.Name), new CommandConsole(shown, shown, terminal)).RunAsync(_file, TestContext.Current.CancellationToken);

        shown.ToString().ShouldContain("Checking");
        shown.ToString().ShouldContain("Writing");
        shown.ToString().ShouldContain("\e[");
        shown.ToString().ShouldEndWith("5000 added, 0 changed, 0 unchanged.\n");
    }

    [Fact]
    public async Task Orders_are_placed_while_another_process_imports()
    {
        await File.WriteAllLinesAsync(_file, Enumerable.Range(0, 5_000).Select(i => $"IMP-BIG-{i},Tea,1,EUR"), TestContext.Current.CancellationToken);
        var import = ApiProcess.RunAsync(
            "Testing", [("Identity:Providers:fake:Kind", "Fake"), ("ConnectionStrings:Modular", api.ConnectionString)], "import-products", _file);
        var person = api.SignedInAs("ines");

        var placed = 0;
        while (!import.IsCompleted)
        {
            using var order = await person.PostTextAsync("/api/orders", """{"lines":[{"sku":"CUP-PORCELAIN","quantity":1}]}""");
            order.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await order.TextAsync());
            placed++;
        }

        var (exitCode, output, error) = await import;
        (exitCode, error).ShouldBe((0, ""));
        output.ShouldEndWith("5000 added, 0 changed, 0 unchanged.\n");
        placed.ShouldBeGreaterThan(10);
    }

    private async Task<Dictionary<string, string>> NamesAsync()
    {
        var list = await api.SignedInAs("alice").GetJsonAsync("/api/products");
        return list.GetProperty("products").EnumerateArray().ToDictionary(
            product => product.Text("sku"),
            product => string.Create(CultureInfo.InvariantCulture, $"{product.Text("name")} {product.GetProperty("priceMinor").GetInt64()} {product.Text("currency")}"),
            StringComparer.Ordinal);
    }

    private async Task<Run> RunAsync(params string[] lines)
    {
        await File.WriteAllLinesAsync(_file, lines, TestContext.Current.CancellationToken);
        return await RunFileAsync();
    }

    private async Task<Run> RunFileAsync()
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var exitCode = await new ImportProductsCommand(new OperatorSender(api.Services, ImportProductsCommand.Name), new CommandConsole(output, error)).RunAsync(_file, TestContext.Current.CancellationToken);
        return new Run(exitCode, output.ToString(), error.ToString());
    }

    private sealed record Run(int ExitCode, string Output, string Error)
    {
        public void ShouldEnd(int exitCode, string last)
        {
            (ExitCode, Error).ShouldBe((exitCode, ""));
            Output.ShouldEndWith(last + "\n");
        }
    }

    /// <summary>Stops the run with the first line that begins so.</summary>
    private sealed class Plug(CancellationTokenSource stop, string beginning) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value!.StartsWith(beginning, StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        }
    }
}
