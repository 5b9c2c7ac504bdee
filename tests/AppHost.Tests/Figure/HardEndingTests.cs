namespace Modular.AppHost.Tests.Figure;

/// <summary>The figure when its programs, its terminal or its shell end in an unusual way.</summary>
public sealed class HardEndingTests
{
    private readonly FreePorts _ports = FreePorts.Find();

    [Theory]
    [InlineData(Processes.Sighup)]
    [InlineData(Processes.Sigquit)]
    public async Task A_closed_terminal_stops_everything_in_order(int signal)
    {
        await using var appHost = RunningAppHost.Start(BuiltAppHost.Start(_ports.Settings));
        await appHost.HasStartedAllAsync();

        Processes.Send(appHost.Id, signal);

        var (exitCode, errors) = await appHost.EndsAsync();
        exitCode.ShouldBe(0, errors);
        await Processes.ShouldEndAsync(appHost.Children);
        appHost.Folder.GetDirectories("modular-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_that_does_not_stop_is_ended()
    {
        await using var appHost = RunningAppHost.Start(BuiltAppHost.Start(_ports.Settings));
        await appHost.HasStartedAllAsync();
        Processes.Send(appHost.Child("Api"), Processes.Sigstop);

        Processes.Send(appHost.Id, Processes.Sigint);

        var (exitCode, errors) = await appHost.EndsAsync();
        exitCode.ShouldBe(0, errors);
        await Processes.ShouldEndAsync(appHost.Children);
        appHost.Folder.GetDirectories("modular-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_ctrl_c_does_not_wait_for_a_program_that_does_not_stop()
    {
        await using var appHost = RunningAppHost.Start(BuiltAppHost.Start(_ports.Settings));
        await appHost.HasStartedAllAsync();
        Processes.Send(appHost.Child("Api"), Processes.Sigstop);
        Processes.Send(appHost.Id, Processes.Sigint);
        await appHost.SaysAsync("Stopping.");

        Processes.Send(appHost.Id, Processes.Sigint);

        (await appHost.EndsAsync()).ExitCode.ShouldBe(128 + Processes.Sigint);
        await Processes.ShouldEndAsync(appHost.Children);
    }

    [Fact]
    public async Task An_output_that_takes_nothing_more_keeps_it_from_nothing()
    {
        await using var appHost = RunningAppHost.Start(BuiltAppHost.StartOnFullDisk(_ports.Settings));
        await SignInPage.WaitAsync(_ports);
        var all = Processes.OrchestratorOf(appHost.Id);

        Processes.Send(appHost.Id, Processes.Sigint);

        var (exitCode, errors) = await appHost.EndsAsync();
        exitCode.ShouldBe(0, errors);
        errors.ShouldBeEmpty();
        await Processes.ShouldEndAsync(all);
        _ports.ShouldBeFree();
        appHost.Folder.GetDirectories("modular-*").ShouldBeEmpty();
    }
}
