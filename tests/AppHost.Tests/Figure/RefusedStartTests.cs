using System.Net;
using System.Net.Sockets;

namespace Modular.AppHost.Tests.Figure;

/// <summary>When the figure cannot start, a sentence says why and what to change; nothing keeps running.</summary>
public sealed class RefusedStartTests
{
    private readonly FreePorts _ports = FreePorts.Find();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_taken_port_is_named_with_its_program_and_its_setting_before_anything_starts(string address)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6 || address != "::1", "The machine has no IPv6.");
        using var listener = new TcpListener(IPAddress.Parse(address), _ports.Api);
        listener.Start();
        await using var appHost = RunningAppHost.Start(BuiltAppHost.Start(_ports.Settings));

        var (exitCode, errors) = await appHost.EndsAsync();

        exitCode.ShouldBe(1);
        errors.ShouldStartWith($"Port {_ports.Api}, where Api is to listen, is taken by another program");
        errors.ShouldContain("AppHost:Ports:Api");
        errors.Trim().ShouldNotContain("\n");
        appHost.Said.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--AppHost:Ports:Api=soon", "AppHost:Ports:Api is 'soon': use a whole number from 1 to 65535.")]
    [InlineData("--AppHost:Ports:Api=70000", "AppHost:Ports:Api is '70000': use a whole number from 1 to 65535.")]
    [InlineData("--AppHost:Ports:Apy=5081", "The setting AppHost:Ports:Apy is unknown. Known: AppHost:Ports:LocalCognito,")]
    [InlineData("--AppHost:Ports:Api=5090", "Port 5090 is given to Api and AppClient: change one of them with AppHost:Ports:AppClient.")]
    [InlineData("5081", "The argument '5081' is no setting: write settings like --AppHost:Ports:Api=5081.")]
    public async Task A_wrong_setting_is_refused_with_one_sentence(string setting, string sentence)
    {
        await using var appHost = RunningAppHost.Start(BuiltAppHost.Start(setting));

        var (exitCode, errors) = await appHost.EndsAsync();

        exitCode.ShouldBe(1);
        errors.ShouldStartWith(sentence);
        errors.Trim().ShouldNotContain("\n");
        appHost.Said.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_temporary_folder_that_cannot_be_used_is_named()
    {
        await using var appHost = RunningAppHost.Start(BuiltAppHost.Start(_ports.Settings), ("TMPDIR", "/nowhere"));

        var (exitCode, errors) = await appHost.EndsAsync();

        exitCode.ShouldBe(1);
        errors.Trim().ShouldBe(
            $"The temporary folder '/nowhere/' cannot be written by the user '{Environment.UserName}': set TMPDIR to a folder that exists and that this user may write.");
        appHost.Said.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_that_refuses_to_start_is_named_with_its_last_words_and_the_others_are_stopped()
    {
        await using var appHost = RunningAppHost.Start(BuiltAppHost.Start(_ports.Settings), ("Identity__Providers__next__Kind", "Cogntio"));

        var (exitCode, errors) = await appHost.EndsAsync();

        exitCode.ShouldBe(1);
        errors.ShouldStartWith("Api ended by itself with exit code");
        errors.ShouldContain("'Cogntio' is unknown");
        await Processes.ShouldEndAsync(appHost.Children);
        _ports.ShouldBeFree();
    }

    [Fact]
    public async Task A_program_that_does_not_get_ready_in_time_is_named_and_the_others_are_stopped()
    {
        // Without the provider's keys the resource server is not ready.
        await using var appHost = RunningAppHost.Start(
            BuiltAppHost.Start([.. _ports.Settings, "--AppHost:ReadyWithinSeconds=6"]), ("Identity__Providers__main__KeysUri", "http://127.0.0.1:9/jwks.json"));

        var (exitCode, errors) = await appHost.EndsAsync();

        exitCode.ShouldBe(1);
        errors.ShouldMatch("^(LocalCognito|Api|AppClient) did not answer http://localhost:.* within 6 s");
        appHost.Said.ShouldContain(line => line.Contains("not ready yet after 5."));
        await Processes.ShouldEndAsync(appHost.Children);
    }
}
