using System.Net;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Start;

/// <summary>The program as people start it: a process of its own.</summary>
public sealed class StartTests
{
    public static TheoryData<string, string, string> Refusals => new()
    {
        { "LocalCognito__PoolFile", "/no/such/pool.json", "LocalCognito:PoolFile '/no/such/pool.json' does not exist: give the path of a pool file, or leave it out for the sample pool." },
        { "LocalCognito__DataFolder", "/dev/null/data", "LocalCognito:DataFolder '/dev/null/data' cannot be written: give a folder of your own, or leave it out to keep nothing." },
        { "ASPNETCORE_URLS", "http://0.0.0.0:0", "ASPNETCORE_URLS 'http://0.0.0.0:0' is not a loopback address, and in Development the control API makes any token for whoever asks: listen on http://localhost:9229, or set ASPNETCORE_ENVIRONMENT to something else, which switches the control API off." },
        { "ASPNETCORE_URLS", "https://localhost:9229", "ASPNETCORE_URLS 'https://localhost:9229' is not an address of the form http://localhost:9229; https is not spoken here." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_configuration_ends_it_with_one_sentence(string name, string value, string sentence)
    {
        using var process = StartedProgram.Start((name, value));
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(1);
        errors.Trim().ShouldBe(sentence);
    }

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
