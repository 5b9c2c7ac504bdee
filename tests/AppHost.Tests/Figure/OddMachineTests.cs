namespace Modular.AppHost.Tests.Figure;

/// <summary>Variables that a machine, a shell or an image has set for other programs do not keep the figure from running.</summary>
public sealed class OddMachineTests
{
    // Nothing listens there.
    private const string ClosedProxy = "http://127.0.0.1:9";

    private readonly FreePorts _ports = FreePorts.Find();

    [Fact]
    public async Task Behind_a_proxy_with_the_variables_of_an_image_in_the_background_without_a_home_it_runs_and_ctrl_c_stops_it()
    {
        var start = BuiltAppHost.StartInBackground(_ports.Settings);
        start.WorkingDirectory = "/";
        await using var appHost = RunningAppHost.Start(
            start,
            ("HTTP_PROXY", ClosedProxy), ("http_proxy", ClosedProxy), ("HTTPS_PROXY", ClosedProxy), ("ALL_PROXY", ClosedProxy),
            ("NO_PROXY", "example.com, .corp.example"),
            ("ASPNETCORE_HTTP_PORTS", "8080"), ("ASPNETCORE_HTTPS_PORTS", "8081"), ("ASPNETCORE_ENVIRONMENT", "Production"), ("ASPNETCORE_URLS", "http://+:80"),
            ("DOTNET_HTTP_PORTS", "8080"), ("DOTNET_URLS", "http://+:80"), ("DOTNET_ENVIRONMENT", "Production"), ("DOTNET_CONTENTROOT", "/nowhere"),
            ("Kestrel__Endpoints__Other__Url", "http://127.0.0.1:0"),
            ("DOTNET_RUNNING_IN_CONTAINER", "true"), ("HOME", null), ("TERM", "dumb"));
        await appHost.SaysAsync("Ctrl-C stops everything.");

        var answers = await Terminal.PasteAsync(appHost.Said, ("http_proxy", ClosedProxy), ("ALL_PROXY", ClosedProxy));
        answers.Length.ShouldBe(2);
        answers[1].ShouldContain("\"orders\"");
        (await SignInPage.StatusAsync(_ports)).ShouldBe(200, "the app client has to reach the stand-in");

        Processes.Send(appHost.Id, Processes.Sigint);

        var (exitCode, errors) = await appHost.EndsAsync();
        exitCode.ShouldBe(0, errors);
        await Processes.ShouldEndAsync(appHost.Children);
        appHost.Folder.GetDirectories("modular-*").ShouldBeEmpty();
    }
}
