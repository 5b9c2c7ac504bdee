using System.Globalization;
using System.Text;
using Modular.Api.Customers;
using Modular.Api.Tests.Hosting;
using Modular.Infrastructure;

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
            "Line 2: nobody has the identity to link from.",
            "Line 3: the identity to link is another customer's, who is in use or suspended.",
            "Line 4: the issuer of the identity to link is that of no configured provider.",
            "Line 5: it has 3 columns, and 4 are needed: from issuer, from sub, to issuer, to sub.",
            "Line 6: a quote is not closed, or stands where none may.",
            "Line 7: a column is empty, too long, not UTF-8, or has control characters or spaces at its ends.",
            "Line 8: a column is empty, too long, not UTF-8, or has control characters or spaces at its ends.",
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

        (await RunFileAsync(_file)).Error.ShouldStartWith("Line 1: a column is empty, too long, not UTF-8");
    }

    [Fact]
    public async Task A_file_of_another_kind_is_refused_as_a_whole()
    {
        var refused = await Should.ThrowAsync<ConfigurationException>(() => RunAsync(["sub,orders", "alice,1"], "--apply"));

        refused.Message.ShouldBe(
            "link-identities: this file cannot be used, for in its first line it has 2 columns, and 4 are needed: "
            + "from issuer, from sub, to issuer, to sub.");
    }

    [Theory]
    [InlineData("link-identities takes one file: write it like 'link-identities map.csv', and see 'link-identities --help'.")]
    [InlineData("link-identities takes one file: write it like 'link-identities map.csv', and see 'link-identities --help'.", "a", "b")]
    [InlineData("link-identities: the option '--aply' is unknown. Known: --apply, --help.", "a", "--aply")]
    [InlineData("link-identities: there is no file '/nowhere/map.csv'; write the path from the folder that you are in.", "/nowhere/map.csv")]
    [InlineData("link-identities: '/' cannot be read; check that it is a file and that you may read it.", "/")]
    public async Task What_cannot_be_used_is_said_in_one_sentence(string sentence, params string[] arguments) =>
        (await Should.ThrowAsync<ConfigurationException>(() => RunCommandAsync(arguments, isTerminal: false, TestContext.Current.CancellationToken)))
            .Message.ShouldBe(sentence);

    [Fact]
    public async Task Stopping_ends_between_two_lines_and_says_where()
    {
        var id = await api.SignedInAs("emil").CustomerIdAsync();
        await File.WriteAllLinesAsync(
            _file, ["", "\"", .. Enumerable.Range(0, 100).Select(i => Line("emil", $"emil-{i}"))], TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();

        // The first refusal pulls the plug.
        var error = new Plug(stop);
        await using var output = new StringWriter();
        var exitCode = await new LinkIdentitiesCommand(api.Services, output, error, isTerminal: false).RunAsync([_file, "--apply"], stop.Token);

        exitCode.ShouldBe(130);
        output.ToString().ShouldEndWith("0 linked, 0 linked with the unused customer who had them, 0 linked already, 1 refused. Stopped after line 2.\n");
        (await api.AuditAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_terminal_gets_a_bar_and_a_file_plain_lines()
    {
        await File.WriteAllLinesAsync(
            _file, Enumerable.Range(0, 20_000).Select(i => $"{Issuer},nobody-{i},https://unknown.example,x"), TestContext.Current.CancellationToken);

        var plain = (await RunFileAsync(_file)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var bar = (await RunCommandAsync([_file], isTerminal: true, TestContext.Current.CancellationToken)).Output;

        plain.Length.ShouldBeInRange(3, 11);
        plain[..^1].ShouldAllBe(line => line.EndsWith(" lines", StringComparison.Ordinal));
        bar.ShouldContain("\r[###");
        bar.ShouldContain("\r\e[K");
    }

    [Fact]
    public async Task The_program_runs_it_and_helps_without_any_configuration()
    {
        var help = await ApiProcess.RunAsync("Production", [], "link-identities", "--help");
        (help.ExitCode, help.Error).ShouldBe((0, ""));
        help.Output.ShouldContain("from issuer,from sub,to issuer,to sub");

        await File.WriteAllLinesAsync(_file, [Line("nobody", "x")], TestContext.Current.CancellationToken);
        var run = await ApiProcess.RunAsync(
            "Testing",
            [("Identity:Providers:fake:Kind", "Fake"), ("ConnectionStrings:Modular", api.ConnectionString)],
            "link-identities", _file);
        run.Error.ShouldBe("Line 1: nobody has the identity to link from.\n");
        run.ExitCode.ShouldBe(1);
    }

    private static string Line(string from, string to) => string.Create(CultureInfo.InvariantCulture, $"{Issuer},{from},{Issuer},{to}");

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] lines, params string[] options)
    {
        await File.WriteAllLinesAsync(_file, lines, TestContext.Current.CancellationToken);
        return await RunFileAsync(_file, options);
    }

    private Task<(int ExitCode, string Output, string Error)> RunFileAsync(string file, params string[] options) =>
        RunCommandAsync([file, .. options], isTerminal: false, TestContext.Current.CancellationToken);

    private async Task<(int ExitCode, string Output, string Error)> RunCommandAsync(string[] arguments, bool isTerminal, CancellationToken stop)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var exitCode = await new LinkIdentitiesCommand(api.Services, output, error, isTerminal).RunAsync(arguments, stop);
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
