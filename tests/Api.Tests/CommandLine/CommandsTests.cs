using Modular.Api.CommandLine;
using Modular.Infrastructure;

namespace Modular.Api.Tests.CommandLine;

/// <summary>Which command lines are carried out, and what is said of the others.</summary>
public class CommandsTests
{
    [Theory]
    [InlineData("migrate: the option '-x' is unknown. Known: --environment, --help. See 'migrate --help'.", "migrate", "-x=1")]
    [InlineData("migrate: the option '-h?' is unknown. Known: --environment, --help. See 'migrate --help'.", "migrate", "-h?")]
    [InlineData("migrate: the option '--force' is unknown. Known: --environment, --help. See 'migrate --help'.", "migrate", "--force=secret")]
    [InlineData("migrate: the option '--urls' is unknown. Known: --environment, --help. See 'migrate --help'.", "migrate", "--urls=http://localhost:1")]
    [InlineData("migrate takes no arguments: write it like 'migrate', and see 'migrate --help'.", "migrate", "--", "-x")]
    [InlineData("migrate: the option '--environment' lacks its value: write it like --environment=value. See 'migrate --help'.", "migrate", "--environment")]
    [InlineData("backup takes one file: write it like 'backup modular-2026-01-15.db', and see 'backup --help'.", "backup")]
    [InlineData("import-products takes one file: write it like 'import-products file.csv', and see 'import-products --help'.", "import-products", "a", "b")]
    [InlineData("link-identities: the option '--aply' is unknown. Known: --apply, --environment, --help. See 'link-identities --help'.", "link-identities", "a", "--aply")]
    [InlineData("link-identities: the option '--apply' is given twice: remove one of the two. See 'link-identities --help'.", "link-identities", "--apply", "a", "--apply")]
    [InlineData("the option '--verbose' is unknown. Known: --PublicUrl, --environment, --help, --urls, --version. See '--help'.", "--verbose")]
    public async Task What_a_command_does_not_know_is_refused_in_one_sentence(string sentence, params string[] arguments) =>
        (await RefusedAsync(arguments)).ShouldBe(sentence);

    [Theory]
    [InlineData("migrte")]
    [InlineData("Migrate")]
    [InlineData("@migrate")]
    [InlineData("[migrate]")]
    [InlineData("")]
    [InlineData("help", "migrte")]
    [InlineData("--environment=Development", "serve")]
    public async Task A_command_that_does_not_exist_starts_nothing(params string[] arguments) =>
        (await RefusedAsync(arguments)).ShouldBe(
            $"The command '{arguments[^1]}' is unknown. Known: backup, explain-token, import-products, link-identities, migrate, reinstate, suspend; "
            + "'help' says what they do.");

    [Fact]
    public async Task A_misspelt_setting_is_refused_before_anything_is_touched()
    {
        (await RefusedAsync("migrate", "--ConnectionStrings:Modula=x")).ShouldStartWith("--ConnectionStrings:Modula is no setting of this program. Known: ");
        (await RefusedAsync("migrate", "--ConnectionStrings__Modular=x")).ShouldBe(
            "migrate: the option '--ConnectionStrings__Modular' is unknown: on the command line, a setting is written with colons, --ConnectionStrings:Modular=value. "
            + "See 'migrate --help'.");
        (await RefusedAsync("migrate", "--ConnectionStrings:Modular=Data Source=x.db", "--Quota:PerSecond=1")).ShouldBe("Quota:PerSecond is no setting of this kind. Known: Burst, RequestsPerSecond.");
        (await RefusedAsync("migrate", "--ConnectionStrings:Modular=")).ShouldStartWith("ConnectionStrings:Modular is missing: set it, like ");
    }

    [Theory]
    [InlineData("help")]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("-?")]
    [InlineData("--ConnectionStrings:Modula", "--help")]
    public async Task Help_lists_every_command_without_any_configuration(params string[] asked)
    {
        var help = await HelpAsync(asked);

        foreach (var command in new[] { "backup", "explain-token", "import-products", "link-identities", "migrate", "reinstate", "suspend" })
        {
            help.Split('\n').ShouldContain(line => line.StartsWith($"  {command} ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("explain-token")]
    [InlineData("import-products")]
    [InlineData("link-identities")]
    [InlineData("migrate")]
    [InlineData("reinstate")]
    [InlineData("suspend")]
    public async Task The_help_of_a_command_has_an_example_and_its_exit_codes(string command)
    {
        foreach (string[] asked in new string[][] { ["help", command], [command, "--help"], [command, "-?", "too", "much", "--and=unknown"] })
        {
            var help = await HelpAsync(asked);

            help.ShouldContain($"dotnet run --project src/Api -- {command}");
            help.ShouldContain("Exit code: 0 ");
            help.ShouldContain("75");
        }
    }

    [Fact]
    public async Task The_version_is_said() => (await HelpAsync(["--version"])).ShouldStartWith("0.");

    [Fact]
    public async Task Without_a_command_the_server_runs_with_the_settings_of_the_command_line()
    {
        string[]? served = null;
        await Commands.RunAsync(
            ["--urls=http://localhost:1", "--Quota:Burst", "5", "--environment", "Testing"],
            new CommandConsole(TextWriter.Null, TextWriter.Null),
            settings =>
            {
                served = settings;
                return Task.FromResult(0);
            });

        served.ShouldBe(["--Quota:Burst=5", "--environment=Testing", "--urls=http://localhost:1"], ignoreOrder: true);
    }

    private static async Task<string> RefusedAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        var refused = await Should.ThrowAsync<ConfigurationException>(() => RunAsync(arguments, output));

        output.ToString().ShouldBeEmpty();
        refused.Message.ShouldNotContain("\n");
        return refused.Message;
    }

    private static async Task<string> HelpAsync(string[] arguments)
    {
        await using var output = new StringWriter();
        (await RunAsync(arguments, output)).ShouldBe(0);
        return output.ToString();
    }

    private static Task<int> RunAsync(string[] arguments, StringWriter output) => Commands.RunAsync(
        arguments, new CommandConsole(output, output), _ => throw new InvalidOperationException("It would serve."));
}
