using System.Diagnostics;
using System.Net;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Start;

/// <summary>The program as people start it: a process of its own.</summary>
public sealed class StartTests
{
    public static TheoryData<string, string, string> Refusals => new()
    {
        { "LocalCognito__PoolFile", "/no/such/pool.json", "LocalCognito:PoolFile '/no/such/pool.json' does not exist: give the path of a pool file, or leave it out for the sample pool." },
        { "LocalCognito__DataFolder", "/dev/null/data", $"LocalCognito:DataFolder '/dev/null/data' cannot be written by the user '{Environment.UserName}': give a folder of that user, or leave it out to keep nothing." },
        { "ASPNETCORE_URLS", "http://0.0.0.0:0", "ASPNETCORE_URLS 'http://0.0.0.0:0' is not a loopback address, and in Development the control API makes any token for every client that asks: listen on http://localhost:9229, or set ASPNETCORE_ENVIRONMENT to something else, which switches the control API off." },
        { "LocalCognito__PoolFiel", "mine.json", "LocalCognito:PoolFiel is unknown. Known: DataFolder, PoolFile, PublicUrl." },
        { "LocalCognito__PublicUrl", "cognito:9229", "LocalCognito:PublicUrl 'cognito:9229' is not an http or https address without a path: write it like http://localhost:9229, as callers reach this program." },
        { "LocalCognito__PublicUrl", "http://cognito:9229/pool", "LocalCognito:PublicUrl 'http://cognito:9229/pool' is not an http or https address without a path: write it like http://localhost:9229, as callers reach this program." },
        { "ASPNETCORE_URLS", "https://localhost:9229", "ASPNETCORE_URLS 'https://localhost:9229' is not an address of the form http://localhost:9229; https is not spoken here." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_configuration_ends_it_with_one_sentence(string name, string value, string sentence)
    {
        using var process = StartedProgram.Start((name, value));
        (await RefusalAsync(process)).ShouldBe(sentence);
    }

    [Fact]
    public async Task A_port_in_use_ends_it_with_one_sentence()
    {
        await using var other = await RunningPool.StartAsync();
        using var process = StartedProgram.Start(("ASPNETCORE_URLS", other.BaseAddress.GetLeftPart(UriPartial.Authority)));
        (await RefusalAsync(process)).ShouldBe("ASPNETCORE_URLS names a port that is already in use: stop the other program, or choose another port.");
    }

    [Fact]
    public async Task An_address_of_another_machine_ends_it_with_one_sentence()
    {
        using var process = StartedProgram.Start(("ASPNETCORE_ENVIRONMENT", "Production"), ("ASPNETCORE_URLS", "http://192.0.2.1:9229"));
        (await RefusalAsync(process)).ShouldStartWith("ASPNETCORE_URLS names an address that this machine does not let it listen on");
    }

    /// <summary>All that it writes.</summary>
    private static async Task<string> RefusalAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(1);
        (await output).ShouldBeEmpty();
        return errors.Trim();
    }

    [Theory]
    [InlineData("--help", "'--help' is unknown.")]
    [InlineData("-h", "'-h' is unknown.")]
    [InlineData("mine.json", "'mine.json' is unknown.")]
    [InlineData("--LocalCognito:PoolFiel=mine.json", "'--LocalCognito:PoolFiel' is unknown.")]
    [InlineData("--urls http://127.0.0.1:0 extra", "'extra' is unknown.")]
    [InlineData("--environment=Development --urls", "--urls lacks its value.")]
    public void An_argument_that_it_does_not_know_is_not_passed_over(string arguments, string sentence) =>
        Should.Throw<StartRefusedException>(() => LocalCognitoProgram.Build(arguments.Split(' '))).Message.ShouldStartWith(sentence);

    [Theory]
    [InlineData("http://localhost:0", "ASPNETCORE_URLS 'http://localhost:0' cannot have a free port, because localhost is two addresses: use http://127.0.0.1:0.")]
    [InlineData("http://127.0.0.1:65536", "ASPNETCORE_URLS 'http://127.0.0.1:65536' is not an address of the form http://localhost:9229; https is not spoken here.")]
    [InlineData("http://127.0.0.1:-1", "ASPNETCORE_URLS 'http://127.0.0.1:-1' is not an address of the form http://localhost:9229; https is not spoken here.")]
    [InlineData("http://127.0.0.1:port", "ASPNETCORE_URLS 'http://127.0.0.1:port' is not an address of the form http://localhost:9229; https is not spoken here.")]
    public async Task A_port_that_there_is_not_is_named(string urls, string sentence) => (await Should.ThrowAsync<StartRefusedException>(
        () => LocalCognitoServer.StartAsync(options => options.Urls = urls, TestContext.Current.CancellationToken))).Message.ShouldBe(sentence);

    [Fact]
    public async Task It_says_where_it_listens_and_has_the_control_api_by_default()
    {
        using var process = StartedProgram.Start(("ASPNETCORE_URLS", "http://127.0.0.1:0"));
        try
        {
            using var http = new HttpClient { BaseAddress = await StartedProgram.AddressAsync(process) };
            using var response = await http.GetAsync("_local/requests", TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task In_a_container_its_addresses_are_those_outside()
    {
        using var process = StartedProgram.Start(
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("LocalCognito__PublicUrl", "http://cognito.test:19229/"));
        try
        {
            using var http = new HttpClient { BaseAddress = await StartedProgram.AddressAsync(process) };
            using var response = await http.GetAsync($"{Pools.PoolId}/.well-known/openid-configuration", TestContext.Current.CancellationToken);
            var document = await response.JsonAsync();
            document.Text("issuer").ShouldBe($"http://cognito.test:19229/{Pools.PoolId}");
            document.Text("token_endpoint").ShouldBe("http://cognito.test:19229/oauth2/token");
        }
        finally
        {
            process.Kill();
        }
    }

    [Theory]
    [InlineData("http://localhost:5;http://192.168.1.1:80", "http://192.168.1.1:80")]
    [InlineData("http://*:9229", "http://*:9229")]
    [InlineData("http://[::]:9229", "http://[::]:9229")]
    [InlineData("http://localhost.evil.example:9229", "http://localhost.evil.example:9229")]
    public async Task In_development_it_listens_on_loopback_only(string urls, string named)
    {
        var refused = await Should.ThrowAsync<StartRefusedException>(
            () => LocalCognitoServer.StartAsync(options => options.Urls = urls, TestContext.Current.CancellationToken));
        refused.Message.ShouldStartWith($"ASPNETCORE_URLS '{named}' is not a loopback address");
    }

    [Fact]
    public async Task Two_pools_run_side_by_side_and_do_not_know_each_other()
    {
        await using var first = new RunningPool();
        await using var second = new RunningPool();
        await first.InitializeAsync();
        await second.InitializeAsync();
        (await ReadToken.IsGoodAsync(second, first.Server.AccessTokenFor("alice"))).ShouldBeFalse();
    }
}
