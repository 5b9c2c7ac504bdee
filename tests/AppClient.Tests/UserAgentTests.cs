using Modular.AppClient.Tests.Figure;
using Modular.LocalCognito;

namespace Modular.AppClient.Tests;

/// <summary>Firewalls in front of APIs commonly refuse requests that do not say who sends them.</summary>
public sealed class UserAgentTests
{
    [Fact]
    public async Task Every_call_to_the_provider_and_to_the_resource_server_names_the_program_and_its_version()
    {
        await using var proxy = await RecordingProxy.StartAsync();
        await using var cognito = await LocalCognitoServer.StartAsync(
            options => options.PublicUrl = proxy.Address, TestContext.Current.CancellationToken);
        proxy.Target = cognito.BaseAddress;
        await using var api = await StubApi.StartAsync();
        await using var appClient = await RunningAppClient.StartAsync(cognito.Issuer, api.Address);
        using var browser = new Browser(appClient.Address);

        var page = await browser.SignInAsync();

        page.Text.ShouldContain("My orders");
        api.UserAgent.ShouldStartWith("Modular-AppClient/0.");
        // The browser of the test has no name.
        var named = proxy.Calls.Where(call => call.UserAgent.Length > 0).ToArray();
        named.ShouldAllBe(call => call.UserAgent == api.UserAgent);
        named.Select(call => call.Path).Distinct().Order(StringComparer.Ordinal).ShouldBe(
        [
            $"/{cognito.PoolId}/.well-known/jwks.json", $"/{cognito.PoolId}/.well-known/openid-configuration", "/oauth2/token",
        ]);
        proxy.Calls.Where(call => call.UserAgent.Length == 0).ShouldAllBe(call => call.Path == "/oauth2/authorize" || call.Path == "/login");
    }
}
