using Modular.AppHost.Figure;
using Modular.AppHost.Terminal;

namespace Modular.AppHost;

/// <summary>Starts the whole figure on one machine, and ends it: stand-in for Cognito, resource server, app client.</summary>
internal static class AppHostProgram
{
    private static async Task<int> Main(string[] args)
    {
        var time = TimeProvider.System;
        using var screen = new Screen(Console.Out, Screen.WantsColour());
        using var stop = new StopRequest();
        await using var parent = new ParentWatch(stop, time);

        try
        {
            var settings = Settings.Read(args);
            TakenPorts.Refuse(settings.Ports);
            await using var figure = new RunningFigure(settings, screen, time);
            await figure.StartAsync(stop.Token);
            screen.Say(Greeting.For(settings.Ports));
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
