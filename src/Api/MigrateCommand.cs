using System.CommandLine;
using Modular.Api.CommandLine;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;

namespace Modular.Api;

/// <summary>Brings the database to what this program needs.</summary>
internal static class MigrateCommand
{
    public const string Name = "migrate";

    private const string Details = """
          dotnet run --project src/Api -- migrate

        It may run while servers do. A database that is newer than this program stays as it is.

        Back the database up before, with 'backup' on SQLite or pg_dump on PostgreSQL. Each migration is applied whole or not at all, so
        it can be stopped and run again. Of several at once, one works and the others wait.

        Exit code: 0 if this program can serve on the database, 1 if it cannot, 75 if the database is busy or does not answer, 130 if the
        command was stopped.

        """;

    /// <summary>The command as the command line knows it.</summary>
    public static Command Describe(CommandHost host)
    {
        var command = new DocumentedCommand(
            Name, "makes the database, or brings it to what this program needs", $"no arguments: write it like '{Name}'", Details);
        command.SetAction((_, stop) => host.RunAsync(Name, services => RunAsync(services, host.Console, stop), stop));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, CommandConsole console, CancellationToken stop)
    {
        await using var scope = services.CreateAsyncScope();
        try
        {
            var found = await scope.ServiceProvider.GetRequiredService<ISchema>().MigrateAsync(console.Output.WriteLine, stop);
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
            // Migrations before this one may have been applied, and each was said.
            await console.RefuseAsync($"{Name}: {busy.Message}");
            return ExitCode.Unavailable;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await console.RefuseAsync($"{Name} was stopped: what it said to have applied is applied, and nothing else. Run it again for the rest.");
            return ExitCode.Stopped;
        }
    }
}
