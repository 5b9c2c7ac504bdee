namespace Modular.AppHost.Tests.Figure;

/// <summary>However AppHost ends, nothing of the figure is left.</summary>
public sealed class EndingTests
{
    private readonly FreePorts _ports = FreePorts.Find();

    [Fact]
    public async Task Killed_without_warning_it_leaves_no_program_running()
    {
        await using var appHost = RunningAppHost.Start(BuiltAppHost.Start(_ports.Settings));
        await appHost.SaysAsync("The figure runs.");

        Processes.Send(appHost.Id, Processes.Sigkill);

        appHost.Children.Count.ShouldBe(3);
        await Processes.ShouldEndAsync(appHost.Children);
        _ports.ShouldBeFree();
    }

    [Fact]
    public async Task Terminated_while_still_starting_it_stops_what_it_has_started()
    {
        await using var appHost = RunningAppHost.Start(BuiltAppHost.Start(_ports.Settings));
        await appHost.HasStartedAllThreeAsync();

        Processes.Send(appHost.Id, Processes.Sigterm);

        var (exitCode, errors) = await appHost.EndsAsync();
        exitCode.ShouldBe(0, errors);
        await Processes.ShouldEndAsync(appHost.Children);
        _ports.ShouldBeFree();
        appHost.Folder.GetDirectories("modular-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task When_dotnet_run_is_killed_without_warning_the_figure_ends_too()
    {
        await using var dotnetRun = RunningAppHost.Start(BuiltAppHost.DotnetRun(_ports.Settings));
        await dotnetRun.HasStartedAllThreeAsync();
        var appHost = Processes.Parent(dotnetRun.Children[0]);
        appHost.ShouldNotBe(dotnetRun.Id);

        Processes.Send(dotnetRun.Id, Processes.Sigkill);

        await Processes.ShouldEndAsync([appHost, .. dotnetRun.Children]);
        _ports.ShouldBeFree();
    }
}
