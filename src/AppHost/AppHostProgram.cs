using Modular.AppHost.Figure;
using Modular.AppHost.Programs;
using Modular.AppHost.Terminal;

namespace Modular.AppHost;

/// <summary>Starts the whole figure on one machine, and ends it: stand-in for Cognito, resource server, app client.</summary>
internal static class AppHostProgram
{
    private const int DashboardColour = 33;
    private const int PostgreSqlColour = 34;

    private static async Task<int> Main(string[] args)
    {
        LoopbackBypass.Apply();
        InheritedVariables.Remove();
        var time = TimeProvider.System;
        using var screen = new Screen(Console.Out, Screen.WantsColour());
        using var stop = new StopRequest();
        await using var stopping = stop.Token.Register(() => screen.Say("Stopping. A second Ctrl-C ends everything at once."));
        await using var parent = new ParentWatch(stop, time);

        try
        {
            var settings = Settings.Read(args);
            TakenPorts.Refuse(settings.Ports);
            var pool = FigurePool.Read(settings.PoolFile, settings.Ports);
            var database = settings.Database;
            if (database is { IsPostgreSql: true, Server: null })
            {
                await ContainerEngine.RefuseNoneAsync(stop.Token);
            }

            await using var own = database is { IsPostgreSql: true, Server: { } server } ? await OwnDatabase.CreateAsync(server, settings.Ports.Api, stop.Token) : null;
            var folder = TemporaryFolder.Create();
            OrchestratorFolders.Provide(folder);
            var container = database.IsPostgreSql && own is null ? database.Image : null;
            var members = Member.All(settings.Ports, pool, folder, database.IsPostgreSql ? own?.ConnectionString ?? "" : null);
            var orchestrator = Orchestrator.Create(members, container, settings.Ports.DashboardAddress);
            var programs = members.Select(member => new ProgramRun(member.Name, member.Address, member.ReadyPath, member.Colour, screen, time))
                .Append(new ProgramRun(Orchestrator.DashboardName, settings.Ports.DashboardAddress, "/", DashboardColour, screen, time) { IsSilent = true })
                .Concat(container is null ? [] : [new ProgramRun(Orchestrator.PostgreSqlName, container, "", PostgreSqlColour, screen, time) { IsSilent = true }]);
            await using var figure = new RunningFigure([.. programs], orchestrator, settings.ReadyWithin, folder, time);
            await figure.StartAsync(stop.Token);
            screen.Say(Greeting.For(settings.Ports, pool, orchestrator.Dashboard));
            await figure.RunAsync(stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            screen.Say("Stopped.");
            return 0;
        }
        catch (StartRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }
}
