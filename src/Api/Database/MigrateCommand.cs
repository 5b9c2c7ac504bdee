using System.CommandLine;
using Modular.Api.CommandLine;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Database.Schema;

namespace Modular.Api.Database;

/// <summary>Migrates the database to the schema of this program.</summary>
internal static class MigrateCommand
{
    public const string Name = "migrate";

    private const string Details = """
          dotnet run --project src/Api -- migrate

        It may run while servers do. A database that is newer than this program stays as it is.

        Back the database up before: 'backup' does it, or says which program does. Each migration is applied whole or not at all, so it
        can be stopped and run again. Of several at once, one works and the others wait.

        Exit code: 0 if this program can serve on the database, 1 if it cannot, 75 if the database is busy or does not answer, 130 if the
        command was stopped.

        """;

    /// <summary>The command as the command line knows it.</summary>
    public static Command Describe(CommandHost host)
    {
        var command = new DocumentedCommand(
            Name, "makes the database, or brings it to what this program needs", $"no arguments: write it like '{Name}'", Details);
        command.SetAction((_, cancellationToken) => host.RunAsync(Name, services => RunAsync(services, host.Console, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, CommandConsole console, CancellationToken cancellationToken)
    {
        var applied = 0;
        var news = new MigrationNews(
            sentence =>
            {
                applied++;
                return console.SayAsync(sentence);
            },
            sentence => console.RefuseAsync($"{Name}: {sentence}"));
        var database = services.GetRequiredService<DatabaseTrouble>();
        await using var scope = services.CreateAsyncScope();
        try
        {
            var found = await scope.ServiceProvider.GetRequiredService<ISchema>().MigrateAsync(news, cancellationToken);
            await console.SayAsync((found.Standing, found.Unknown) switch
            {
                (SchemaStanding.Right, []) => "The database is up to date.",
                (SchemaStanding.Right, [.., var newest]) =>
                    $"The database is newer than this program (its newest migration is {newest}) and was left as it is. It allows this program to serve.",
                _ => throw new ConfigurationException(
                    $"The database is newer than this program (its newest migration is {found.Unknown[^1]}) and was left as it is. "
                    + "It does not allow this program to serve: run a newer version."),
            });
            return ExitCode.Done;
        }
        catch (ConfigurationException busy) when (busy.MayPass)
        {
            await console.RefuseAsync($"{Name}: {busy.Message} {End(applied)}");
            return ExitCode.Unavailable;
        }
        catch (Exception trouble) when (database.RefusalOf(trouble) is { MayPass: true } refusal)
        {
            await console.RefuseAsync($"{Name}: {refusal.Sentence} {End(applied)}");
            return ExitCode.Unavailable;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await console.RefuseAsync($"{Name} was stopped: what it said to have applied is applied, and nothing else. Run it again for the rest.");
            return ExitCode.Stopped;
        }
    }

    private static string End(int applied) => applied == 0
        ? "Nothing was changed."
        : "What it said to have applied is applied, and nothing else: run it again for the rest.";
}
