using Modular.AppHost.Figure;
using Modular.AppHost.Terminal;

namespace Modular.AppHost;

/// <summary>Starts the whole figure on one machine, and ends it: stand-in for Cognito, resource server, app client.</summary>
internal static class AppHostProgram
{
    private static async Task<int> Main(string[] args)
    {
        LoopbackBypass.Apply();
        var time = TimeProvider.System;
        using var screen = new Screen(Console.Out, Screen.WantsColour());
        using var stop = new StopRequest();
        await using var parent = new ParentWatch(stop, time);

        try
        {
            var settings = Settings.Read(args);
            TakenPorts.Refuse(settings.Ports);
            var pool = FigurePool.Read(settings.PoolFile, settings.Ports);
            await using var figure = new RunningFigure(settings, pool, TemporaryFolder.Create(), screen, time);
            await figure.StartAsync(stop.Token);
            screen.Say(Greeting.For(settings.Ports, pool));
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
