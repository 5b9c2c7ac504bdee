using System.Globalization;
using System.Text;
using Modular.Api.CommandLine;
using Modular.Api.Customers;
using Modular.Api.Tests.Hosting;
using Modular.Infrastructure;
using Spectre.Console;

namespace Modular.Api.Tests.Customers;

/// <summary>The command that links identities in bulk, in this process, on the database of a running server.</summary>
public sealed class LinkIdentitiesTests(ApiHost api) : IClassFixture<ApiHost>, IDisposable
{
    private const string Issuer = "https://fake.invalid";

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_dry_run_says_what_would_happen_and_changes_nothing()
    {
        var alma = api.SignedInAs("alma");
        var before = (await alma.GetJsonAsync("/api/account")).GetRawText();

        var (exitCode, output, error) = await RunAsync([Line("alma", "alma-next")]);

        (exitCode, error).ShouldBe((0, ""));
        output.ShouldEndWith(
            "Dry run: 1 linked, 0 linked with the unused customer who had them, 0 linked already, 0 refused. "
            + "Nothing was changed; run it with --apply to do it.\n");
        (await alma.GetJsonAsync("/api/account")).GetRawText().ShouldBe(before);
    }

    [Fact]
    public async Task Each_line_links_and_doing_it_again_changes_nothing()
    {
        var id = await api.SignedInAs("bert").CustomerIdAsync();
        var merged = await api.SignedInAs("bert-unused").CustomerIdAsync();
        string[] lines = ["from issuer,from sub,to issuer,to sub", Line("bert", "bert-next"), Line("bert", "bert-unused")];

        var first = await RunAsync(lines, "--apply");
        var second = await RunAsync(lines, "--apply");

        first.Output.ShouldEndWith("1 linked, 1 linked with the unused customer who had them, 0 linked already, 0 refused.\n");
        second.Output.ShouldEndWith("0 linked, 0 linked with the unused customer who had them, 2 linked already, 0 refused.\n");
        (first.ExitCode, second.ExitCode, first.Error + second.Error).ShouldBe((0, 0, ""));
        (await api.SignedInAs("bert-next").CustomerIdAsync()).ShouldBe(id);
        (await api.SignedInAs("bert-unused").CustomerIdAsync()).ShouldBe(id);
        (await api.AuditAsync(id)).ShouldBe(
        [
            ("command:link-identities", "link-identities", 4, null), ("command:link-identities", "link-identities", 6, merged),
        ]);
    }

    [Fact]
    public async Task A_refused_line_is_named_by_its_number_and_its_reason_alone_and_the_others_are_done()
    {
        await api.SignedInAs("carl").CustomerIdAsync();
        var taken = api.SignedInAs("carl-taken");
        using var profile = await taken.PutTextAsync("/api/profile", """{"name":"Carl"}""");

        var (exitCode, output, error) = await RunAsync(
            [
                "from issuer,from sub,to issuer,to sub",
                Line("unheard-of", "x"),
                Line("carl", "carl-taken"),
                $"{Issuer},carl,https://unknown.example,carl-next",
                $"{Issuer},carl,{Issuer}",
                $"{Issuer},\"carl,{Issuer},x",
                $"{Issuer},carl,{Issuer},",
                $"{Issuer},carl,{Issuer},x ",
                new string('x', 5000),
                "",
                Line("carl", "carl-next"),
            ],
            "--apply");

        exitCode.ShouldBe(1);
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            "Line 2: no customer has the identity to link from.",
            "Line 3: the identity to link is another customer's, who is in use or suspended.",
            "Line 4: the issuer of the identity to link is that of no configured provider.",
            "Line 5: it has 3 columns, and 4 are needed: from issuer, from sub, to issuer, to sub.",
            "Line 6: a quote is not closed in its line, or stands where none may.",
            "Line 7: a column is empty, too long, or has control characters or spaces at its ends.",
            "Line 8: a column is empty, too long, or has control characters or spaces at its ends.",
            "Line 9: it is longer than 4096 characters.",
        ]);
        output.ShouldContain("1 linked,");
        output.ShouldContain("8 refused.");
        output.ShouldNotContain("carl");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_may_have_a_byte_order_mark_and_quotes_and_other_line_ends(bool hasMark)
    {
        var person = $"dirk \"{hasMark}\", 김";
        await api.SignedInAs(person).CustomerIdAsync();
        await File.WriteAllTextAsync(
            _file,
            $"\"from issuer\",\"From Sub\",to issuer,to sub\r\n{Issuer},\"{person.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{Issuer},dirk-{hasMark}",
            new UTF8Encoding(hasMark),
            TestContext.Current.CancellationToken);

        var (exitCode, output, error) = await RunFileAsync(_file, "--apply");

        (exitCode, error).ShouldBe((0, ""));
        output.ShouldContain("1 linked,");
    }

    [Fact]
    public async Task What_is_not_UTF_8_is_refused()
    {
        await File.WriteAllBytesAsync(_file, [.. Encoding.UTF8.GetBytes($"{Issuer},a,{Issuer},b"), 0xFF], TestContext.Current.CancellationToken);

        (await Should.ThrowAsync<ConfigurationException>(() => RunFileAsync(_file))).Message.ShouldBe(
            $"link-identities: '{_file}' cannot be used: its line 1 is not UTF-8, and looks like Latin-1 or Windows-1252: save the file as 'CSV UTF-8'.");
    }

    [Fact]
    public async Task A_file_of_another_kind_is_refused_as_a_whole()
    {
        var refused = await Should.ThrowAsync<ConfigurationException>(() => RunAsync(["sub,orders", "alice,1"], "--apply"));

        refused.Message.ShouldBe(
            $"link-identities: '{_file}' cannot be used: in its first line, it has 2 columns, and 4 are needed: "
            + "from issuer, from sub, to issuer, to sub.");
    }

    [Fact]
    public async Task Stopping_ends_between_two_lines_and_says_where()
    {
        var id = await api.SignedInAs("emil").CustomerIdAsync();
        await File.WriteAllLinesAsync(
            _file, ["", Line("nobody-at-all", "x"), .. Enumerable.Range(0, 100).Select(i => Line("emil", $"emil-{i}"))], TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();

        // The first refusal pulls the plug.
        var error = new Plug(stop);
        await using var output = new StringWriter();
        var exitCode = await new LinkIdentitiesCommand(new OperatorSender(api.Services, LinkIdentitiesCommand.Name), new CommandConsole(output, error)).RunAsync(_file, apply: true, stop.Token);

        exitCode.ShouldBe(130);
        output.ToString().ShouldEndWith("0 linked, 0 linked with the unused customer who had them, 0 linked already, 1 refused. Stopped at line 2.\n");
        (await api.AuditAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_terminal_gets_a_bar_and_a_file_plain_lines()
    {
        await File.WriteAllLinesAsync(
            _file, Enumerable.Range(0, 5_000).Select(i => $"{Issuer},nobody-{i},https://unknown.example,x"), TestContext.Current.CancellationToken);

        var plain = (await RunFileAsync(_file)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await using var shown = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(shown) });
        await new LinkIdentitiesCommand(new OperatorSender(api.Services, LinkIdentitiesCommand.Name), new CommandConsole(shown, shown, terminal)).RunAsync(_file, apply: false, TestContext.Current.CancellationToken);

        plain.Length.ShouldBeInRange(2, 11);
        plain[..^1].ShouldAllBe(line => line.EndsWith(" lines", StringComparison.Ordinal));
        shown.ToString().ShouldContain("Linking, ");
        shown.ToString().ShouldContain("\e[");
        shown.ToString().ShouldContain("5000 refused");
    }

    [Fact]
    public async Task The_program_runs_it_beside_the_server()
    {
        // The server makes the database.
        await api.SignedInAs("anybody").CustomerIdAsync();
        await File.WriteAllLinesAsync(_file, [Line("nobody", "x")], TestContext.Current.CancellationToken);
        var run = await ApiProcess.RunAsync(
            "Testing",
            [("Identity:Providers:fake:Kind", "Fake"), ("ConnectionStrings:Modular", api.ConnectionString)],
            "link-identities", _file);
        run.Error.ShouldBe("Line 1: no customer has the identity to link from.\n");
        run.ExitCode.ShouldBe(1);
    }

    private static string Line(string from, string to) => string.Create(CultureInfo.InvariantCulture, $"{Issuer},{from},{Issuer},{to}");

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] lines, params string[] options)
    {
        await File.WriteAllLinesAsync(_file, lines, TestContext.Current.CancellationToken);
        return await RunFileAsync(_file, options);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunFileAsync(string file, params string[] options)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var exitCode = await new LinkIdentitiesCommand(new OperatorSender(api.Services, LinkIdentitiesCommand.Name), new CommandConsole(output, error))
            .RunAsync(file, options.Contains("--apply", StringComparer.Ordinal), TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }

    private sealed class Plug(CancellationTokenSource stop) : StringWriter
    {
        public override Task WriteLineAsync(string? value)
        {
            stop.Cancel();
            return base.WriteLineAsync(value);
        }
    }
}
