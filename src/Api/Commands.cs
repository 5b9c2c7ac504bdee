using System.CommandLine;
using System.CommandLine.Help;
using Modular.Api.CommandLine;
using Modular.Api.Customers;
using Modular.Api.Database;
using Modular.Api.Identity;
using Modular.Api.Products;
using Modular.Infrastructure;

namespace Modular.Api;

/// <summary>The command line of this program: the commands, and the server where none is named.</summary>
internal static class Commands
{
    private const string Summary = "The resource server. Without a command it serves, as its settings say.";

    private const string Details = """
        A setting may stand anywhere on the command line, and wins over the environment and the settings files:
          --Section:Key=value, like --Retention:AuditDays=800. Every other option has to be one of those above.
          A value that begins with two dashes stands behind '='. An argument that begins with a dash stands behind '--'.

        '<command> --help' says the rest of a command.

        Exit code: 0 when the server was asked to end and has ended, 1 if the command line or the configuration is wrong, or the
        server cannot start.
        """;

    // The names that the web host reads as they are. The last ones are for programs that start this one.
    private static readonly (string Name, string Text, bool IsHidden)[] HostSettings =
    [
        ("--urls", "Where it listens, like http://localhost:5080 (in the environment, ASPNETCORE_URLS).", false),
        ("--PublicUrl", "Where callers reach it, like https://api.example.com.", false),
        ("--http_ports", "", true),
        ("--https_ports", "", true),
        ("--preferHostingUrls", "", true),
        ("--AllowedHosts", "", true),
        ("--applicationName", "", true),
        ("--contentRoot", "", true),
    ];

    // A batch of products or a migration that has begun is finished within that time.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(5);

    /// <summary>Carries out a command line.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="console">The output of commands.</param>
    /// <param name="serve">Runs the server with settings that the configuration reads from a command line.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The command line cannot be carried out; nothing was touched.</exception>
    public static async Task<int> RunAsync(string[] args, CommandConsole console, Func<string[], Task<int>> serve)
    {
        var arguments = Arguments.Read(args);
        var environment = new Option<string>("--environment") { Description = "The environment, like Production (in the environment, ASPNETCORE_ENVIRONMENT).", Recursive = true };
        var (help, version) = (new HelpOption("--help", "-h", "-?"), new VersionOption());
        help.Action = new DetailedHelp((HelpAction)help.Action!, Details);

        ParseResult? parsed = null;
        var program = Program(new CommandHost(arguments, () => parsed!.GetValue(environment), console), arguments, serve);
        program.Options.Clear();
        program.Directives.Clear();
        program.Add(environment);
        program.Add(help);
        program.Add(version);
        foreach (var setting in HostSettings)
        {
            program.Add(new Option<string>(setting.Name) { Description = setting.Text, Hidden = setting.IsHidden });
        }

        // No '@file' and no '-abc': a file may be called so.
        parsed = program.Parse(arguments.Others, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (parsed.GetResult(help) is null && parsed.GetResult(version) is null && (CommandLineRefusal.Of(parsed) ?? arguments.Problem) is { } sentence)
        {
            throw new ConfigurationException(sentence);
        }

        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            Output = console.Output,

            // The server ends as the web host does.
            ProcessTerminationTimeout = parsed.CommandResult.Command == program ? null : LongestEnd,
        });
    }

    private static RootCommand Program(CommandHost host, Arguments arguments, Func<string[], Task<int>> serve)
    {
        var program = new RootCommand(Summary)
        {
            BackupCommand.Describe(host),
            ExplainToken.Describe(host),
            ImportProductsCommand.Describe(host),
            LinkIdentitiesCommand.Describe(host),
            MigrateCommand.Describe(host),
            SuspensionCommand.DescribeReinstate(host),
            SuspensionCommand.DescribeSuspend(host),
        };
        program.SetAction(parsed => serve([.. arguments.Settings, .. HostSettingsOf(parsed)]));

        var name = new Argument<string?>("command") { Arity = ArgumentArity.ZeroOrOne, Description = "The command to say more about." };
        var help = new Command("help", "Says what this program, or a command of it, does.") { name };
        help.SetAction(parsed => program.Parse(parsed.GetValue(name) is { } asked ? [KnownName(program, asked), "--help"] : ["--help"]).Invoke(parsed.InvocationConfiguration));
        program.Add(help);
        return program;
    }

    private static string KnownName(Command program, string name) => program.Subcommands.Any(command => command.Name == name)
        ? name
        : throw new ConfigurationException($"The command '{name}' is unknown. Known: {CommandLineRefusal.Names(program)}; 'help' says what they do.");

    private static IEnumerable<string> HostSettingsOf(ParseResult parsed) =>
        from option in parsed.RootCommandResult.Command.Options.OfType<Option<string>>()
        where parsed.GetResult(option) is { Implicit: false }
        select $"{option.Name}={parsed.GetValue(option)}";
}
