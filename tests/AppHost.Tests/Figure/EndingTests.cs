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

        int[] all = [.. Processes.OrchestratorOf(appHost.Id).Union(appHost.Children)];
        appHost.Children.Count.ShouldBe(4);
        all.Length.ShouldBeGreaterThan(4, "the orchestrator is part of the figure");

        Processes.Send(appHost.Id, Processes.Sigkill);

        await Processes.ShouldEndAsync(all);
        _ports.ShouldBeFree();
    }

    [Theory]
    [InlineData("Modular.LocalCognito.dll", "LocalCognito ended by itself without an exit code")]
    [InlineData("Modular.Api.dll", "Api ended by itself without an exit code")]
    [InlineData("Modular.AppClient.dll", "AppClient ended by itself without an exit code")]
    [InlineData("Aspire.Dashboard", "aspire-dashboard ended by itself without an exit code")]
    [InlineData("start-apiserver", "ended by itself")]
    [InlineData("run-controllers", "ended by itself")]
    public async Task A_program_killed_without_warning_is_named_and_takes_the_whole_figure_with_it(string program, string sentence)
    {
        await using var appHost = RunningAppHost.Start(BuiltAppHost.Start(_ports.Settings));
        await appHost.SaysAsync("The figure runs.");
        var all = Processes.OrchestratorOf(appHost.Id);
        var killed = all.First(process => Processes.Arguments(process).Contains(program, StringComparison.Ordinal));

        Processes.Send(killed, Processes.Sigkill);

        var (exitCode, errors) = await appHost.EndsAsync();
        exitCode.ShouldBe(1);
        errors.ShouldContain(sentence);
        await Processes.ShouldEndAsync(all);
        _ports.ShouldBeFree();
    }

    [Fact]
    public async Task Terminated_while_still_starting_it_stops_what_it_has_started()
    {
        await using var appHost = RunningAppHost.Start(BuiltAppHost.Start(_ports.Settings));
        await appHost.HasStartedAllAsync();

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
        await dotnetRun.HasStartedAllAsync();
        var appHost = Processes.ChildOf(dotnetRun.Id);
        int[] all = [appHost, .. Processes.OrchestratorOf(appHost)];
        all.Length.ShouldBeGreaterThan(4);

        Processes.Send(dotnetRun.Id, Processes.Sigkill);

        await Processes.ShouldEndAsync(all);
        _ports.ShouldBeFree();
    }
}
