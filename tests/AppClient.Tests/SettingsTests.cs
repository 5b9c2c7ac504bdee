using System.Diagnostics;

namespace Modular.AppClient.Tests;

public sealed class SettingsTests
{
    private static readonly string[] Right =
    [
        "--environment=Production", "--urls=http://127.0.0.1:0",
        "--AppClient:Authority=https://provider.example/pool", "--AppClient:ClientId=id", "--AppClient:ClientSecret=secret",
        "--AppClient:Api=https://api.example",
    ];

    [Fact]
    public async Task The_right_settings_are_accepted() => await AppClientProgram.Build(Right).DisposeAsync();

    [Theory]
    [InlineData("--http_ports=8080", "--urls=http://127.0.0.1:0")]
    [InlineData("--urls=http://0.0.0.0:80", "--Kestrel:Endpoints:Main:Url=http://127.0.0.1:0")]
    public async Task An_address_that_another_setting_takes_the_place_of_is_no_reason_to_refuse(params string[] addresses) =>
        await AppClientProgram.Build([.. Right, .. addresses]).DisposeAsync();

    [Fact]
    public void The_port_that_images_of_NET_set_with_nothing_in_its_place_is_refused() => Should.Throw<StartRefusedException>(
            () => AppClientProgram.Build([.. Right.Where(setting => !setting.StartsWith("--urls", StringComparison.Ordinal)), "--http_ports=8080"]))
        .Message.ShouldStartWith("ASPNETCORE_HTTP_PORTS has 'http://*:8080', which is plain http on every network: set ASPNETCORE_URLS, which takes its place, ");

    [Theory]
    [InlineData("--AppClient:Authority=", "AppClient:Authority is missing: set it to the identity provider's issuer, such as")]
    [InlineData("--AppClient:Authority=provider", "AppClient:Authority 'provider' is no http(s) address: set it to")]
    [InlineData("--AppClient:Authority=ftp://provider.example", "AppClient:Authority 'ftp://provider.example' is no http(s) address: set it to")]
    [InlineData("--AppClient:Authority=http://provider.example", "AppClient:Authority 'http://provider.example' is plain http, which only the Development")]
    [InlineData("--AppClient:ClientId= ", "AppClient:ClientId is missing: set it to")]
    [InlineData("--AppClient:ClientSecret=", "AppClient:ClientSecret is missing: set it to")]
    [InlineData("--AppClient:Domain=auth.example", "AppClient:Domain 'auth.example' is no http(s) address: set it to")]
    [InlineData("--AppClient:Domain=http://auth.example", "AppClient:Domain 'http://auth.example' is plain http, which only the Development")]
    [InlineData("--AppClient:Api=", "AppClient:Api is missing: set it to the base address of the resource server.")]
    [InlineData("--AppClient:Api=http://api.example", "AppClient:Api 'http://api.example' is plain http, which only the Development")]
    [InlineData("--AppClient:Scopes=profile", "AppClient:Scopes 'profile' lacks openid")]
    [InlineData("--urls=http://0.0.0.0:80", "ASPNETCORE_URLS has 'http://0.0.0.0:80', which is plain http beyond this machine")]
    [InlineData("--urls=localhost", "ASPNETCORE_URLS has 'localhost', which is no address to listen on: write it like http://localhost:5090.")]
    [InlineData("--urls=https://0.0.0.0:443;http://*:80", "ASPNETCORE_URLS has 'http://*:80', which is plain http beyond this machine")]
    public void A_wrong_setting_is_refused_with_one_sentence_that_says_what_to_change(string wrong, string sentence)
    {
        var refused = Should.Throw<StartRefusedException>(() => AppClientProgram.Build([.. Right, wrong]));

        refused.Message.ShouldStartWith(sentence);
        refused.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task A_refused_start_writes_the_sentence_alone_and_does_not_exit_with_0()
    {
        var program = typeof(AppClientProgram).Assembly.Location;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. Right, "--AppClient:Api=api"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(1);
        errors.Trim().ShouldBe("AppClient:Api 'api' is no http(s) address: set it to the base address of the resource server.");
        (await output).ShouldBeEmpty();
    }
}
