using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Modular.Api.Tests.CommandLine;

/// <summary>The command line of the program, as a process, in Production, from a folder of the operator's.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string Ann = "0199c2de-7a3b-7c1d-9e5f-0123456789ab";

    private readonly Operator _operator = new();

    public void Dispose() => _operator.Dispose();

    [Fact]
    public async Task A_setting_behind_an_absolute_path_or_an_option_wins_over_the_environment()
    {
        _operator.AddProviders();
        await _operator.MigrateAsync();
        await _operator.MigrateAsync("staging.db");
        await _operator.AddAnnAsync();
        await _operator.AddAnnAsync("staging.db");
        await _operator.WriteAsync("p.csv", "P-1,One,100,EUR\n");
        await _operator.WriteAsync("map.csv", "https://a.example,ann,https://b.example,ann\n");
        var staging = $"--ConnectionStrings:Modular={_operator.DatabaseIn("staging.db")}";

        (await _operator.RunAsync("import-products", Path.Combine(_operator.Folder, "p.csv"), staging)).ExitCode.ShouldBe(0);
        (await _operator.RunAsync("link-identities", "map.csv", "--apply", staging)).ExitCode.ShouldBe(0);
        (await _operator.RunAsync("suspend", Ann, "--ConnectionStrings:Modular", _operator.DatabaseIn("staging.db"))).ExitCode.ShouldBe(0);
        (await _operator.RunAsync(staging, "backup", "copy.db")).ExitCode.ShouldBe(0);

        const string Written =
            "SELECT (SELECT count(*) FROM products) + (SELECT count(*) FROM customer_identities WHERE issuer = 'https://b.example') "
            + "+ (SELECT count(*) FROM customers WHERE status <> 0)";
        (await _operator.CountAsync("modular.db", Written)).ShouldBe(0);
        (await _operator.CountAsync("staging.db", Written)).ShouldBe(3);
        (await _operator.CountAsync("copy.db", Written)).ShouldBe(3);
    }

    [Fact]
    public async Task What_is_refused_touches_nothing_and_is_one_sentence_with_exit_code_1()
    {
        foreach (var arguments in new[] { ["migrate", "-x=1"], ["migrate", "--ConnectionStrings:Modula=x"], new[] { "migrte" } })
        {
            var (exitCode, output, error) = await _operator.RunAsync(arguments);

            (exitCode, output).ShouldBe((1, ""));
            error.TrimEnd().Split('\n').ShouldHaveSingleItem();
        }

        Directory.GetFileSystemEntries(_operator.Folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(">/dev/full", 1)]
    [InlineData(">&-", 1)]
    [InlineData("2>/dev/full", 0)]
    [InlineData(">/dev/full 2>/dev/full", 1)]
    public async Task A_command_whose_output_cannot_be_written_does_its_work_to_the_end_and_says_so(string redirection, int expected)
    {
        _operator.AddProviders();
        var migrated = await _operator.RunRedirectedAsync(redirection, "migrate");
        await _operator.AddAnnAsync();
        await _operator.WriteAsync("p.csv", "P-1,One,100,EUR\nP-2,Two,200,EUR\n");
        await _operator.WriteAsync("map.csv", "https://a.example,ann,https://b.example,ann\nhttps://a.example,eve,https://b.example,eve\n");
        var imported = await _operator.RunRedirectedAsync(redirection, "import-products", "p.csv");
        var linked = await _operator.RunRedirectedAsync(redirection, "link-identities", "map.csv", "--apply");
        var refused = await _operator.RunRedirectedAsync(redirection, "migrte");

        (migrated.ExitCode, imported.ExitCode, linked.ExitCode, refused.ExitCode).ShouldBe((expected, expected, 1, 1));
        (await _operator.CountAsync("modular.db", "SELECT (SELECT count(*) FROM products) * 10 + (SELECT count(*) FROM customer_identities)")).ShouldBe(22);
        if (expected == 1 && !redirection.Contains("2>", StringComparison.Ordinal))
        {
            migrated.Error.ShouldStartWith("All was done, but standard output could not be written");
        }
    }

    [Fact]
    public async Task A_backup_to_a_file_without_a_name_is_refused_in_a_sentence()
    {
        await _operator.MigrateAsync();

        (await _operator.RunAsync("backup", "")).ShouldBe((1, "", $"backup: the name of the file is empty; name the file to make.{System.Environment.NewLine}"));
    }

    [Fact]
    public async Task Commands_need_neither_an_identity_provider_nor_an_address_to_listen_on()
    {
        _operator.Environment["ASPNETCORE_HTTP_PORTS"] = "8080";
        _operator.Environment["ASPNETCORE_URLS"] = "http://0.0.0.0:80;not an address";
        _operator.Environment["PublicUrl"] = "http://api.example.com";
        await _operator.MigrateAsync();
        await _operator.AddAnnAsync();
        await _operator.WriteAsync("p.csv", "P-1,One,100,EUR\n");

        (await _operator.RunAsync("import-products", "p.csv")).ShouldBe((0, "1 added, 0 changed, 0 unchanged.\n", ""));
        (await _operator.RunAsync("suspend", Ann)).ShouldBe((0, "The customer is suspended.\n", ""));
        (await _operator.RunAsync("reinstate", Ann)).ShouldBe((0, "The customer is reinstated.\n", ""));
        var (exitCode, output, error) = await _operator.RunAsync("backup", "copy.db");
        (exitCode, error).ShouldBe((0, ""));
        output.ShouldEndWith($"Copied and checked: copy.db, {new FileInfo(Path.Combine(_operator.Folder, "copy.db")).Length} bytes.\n");
        (await _operator.CountAsync("copy.db", "SELECT count(*) FROM products")).ShouldBe(1);
        (await _operator.RunAsync("link-identities", "p.csv")).Error.ShouldStartWith("Identity:Providers is missing, ");
        (await _operator.RunAsync("explain-token")).Error.ShouldStartWith("Identity:Providers is missing, ");
    }

    [Fact]
    public async Task A_pipe_is_read_as_a_file_is()
    {
        await _operator.MigrateAsync();

        (await _operator.RunWithInputAsync("P-1,One,100,EUR\nP-2,Two,200,EUR\n"u8.ToArray(), "import-products", "/dev/stdin"))
            .ShouldBe((0, "2 added, 0 changed, 0 unchanged.\n", ""));
    }

    [Fact]
    public async Task A_command_that_is_stopped_says_what_it_did_not_do()
    {
        await _operator.MigrateAsync();
        using var process = _operator.Start("import-products", "/dev/stdin");

        // The pipe does not end, and takes as much only when the command reads it.
        var lines = string.Concat(Enumerable.Repeat("P-1,One,100,EUR\n", 65_536));
        await process.StandardInput.BaseStream.WriteAsync(Encoding.ASCII.GetBytes(lines), TestContext.Current.CancellationToken);
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        (process.ExitCode, error).ShouldBe((130, "import-products was stopped: nothing was changed.\n"));
    }
}
