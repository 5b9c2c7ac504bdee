using System.Text;
using Modular.Api.Customers;
using Modular.Api.Identity;
using Modular.Api.Products;
using Modular.Infrastructure;

namespace Modular.Api;

/// <summary>What this program can do beside serving: <c>dotnet run --project src/Api -- migrate</c>.</summary>
internal static class Commands
{
    private static readonly Command[] All =
    [
        new(BackupCommand.Name, "copies a SQLite database to a file while the server runs", BackupCommand.Help, BackupCommand.RunAsync),
        new("explain-token", "says why a token is accepted or refused", ExplainToken.Help, (services, _, stop) => ExplainToken.RunAsync(services, stop)),
        new(ImportProductsCommand.Name, "puts the products of a file into the catalogue", ImportProductsCommand.Help, ImportProductsCommand.RunAsync),
        new(LinkIdentitiesCommand.Name, "links a second identity to each customer of a file", LinkIdentitiesCommand.Help, LinkIdentitiesCommand.RunAsync),
        new(MigrateCommand.Name, "makes the database, or brings it to what this program needs", MigrateCommand.Help, (services, _, stop) => MigrateCommand.RunAsync(services, stop)),
        new(HoldCommand.Reinstate, "ends the hold of a customer", HoldCommand.ReinstateHelp, HoldCommand.ReinstateAsync),
        new(HoldCommand.Suspend, "holds a customer: every request of theirs is refused", HoldCommand.SuspendHelp, HoldCommand.SuspendAsync),
    ];

    /// <summary>The command that the arguments begin with; null when they name none and the server is to run.</summary>
    /// <exception cref="ConfigurationException">They name one that does not exist.</exception>
    public static Func<IServiceProvider, CancellationToken, Task<int>>? Find(string[] args)
    {
        if (args is not [var first, .. var rest] || first.StartsWith('-') || first.Contains('=', StringComparison.Ordinal))
        {
            return null;
        }

        return Named(first) is { } command
            ? (services, stop) => command.RunAsync(services, rest, stop)
            : throw new ConfigurationException(
                $"The command '{first}' is unknown. Known: {string.Join(", ", All.Select(known => known.Name))}; 'help' says what they do.");
    }

    /// <summary>What the program, or the command that the arguments begin with, does, if they ask for that.</summary>
    public static string? Help(string[] args) => args switch
    {
        ["help" or "--help" or "-h"] => Overview(),
        ["help", var name] => Named(name)?.Help,
        [var name, .. var rest] when rest.Any(IsHelp) => Named(name)?.Help,
        _ => null,
    };

    private static bool IsHelp(string argument) => argument is "--help" or "-h";

    private static Command? Named(string name) => Array.Find(All, command => command.Name == name);

    private static string Overview()
    {
        var width = All.Max(command => command.Name.Length);
        var text = new StringBuilder(
            """
            The resource server. Without a command it serves, as its settings say.

              dotnet run --project src/Api
              dotnet run --project src/Api -- <command> …


            """);
        foreach (var command in All)
        {
            text.Append("  ").Append(command.Name.PadRight(width)).Append("   ").AppendLine(command.Summary);
        }

        return text.AppendLine().AppendLine("'<command> --help' says the rest. Settings may stand behind a command, like --Database:Provider=Sqlite.").ToString();
    }
}
