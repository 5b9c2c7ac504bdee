using System.Net;
using Modular.AppClient.Tests.Figure;

namespace Modular.AppClient.Tests.SignIn;

public sealed class ProviderDownTests
{
    [Fact]
    public async Task While_the_provider_does_not_answer_signing_in_is_later_and_afterwards_it_works_without_a_restart()
    {
        await using var provider = await StubApi.StartAsync();
        provider.Answer = StubApi.Status(503);
        await using var appClient = await RunningAppClient.StartAsync(authority: provider.Address + "/pool", api: provider.Address);
        using var browser = new Browser(appClient.Address);

        var page = await browser.OpenAsync("/orders");

        page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(10));
        page.Text.ShouldContain("Signing in is not possible right now");
        page.Html.ShouldNotContain("Exception");

        provider.Answer = StubApi.Json(200, $$"""
            {"issuer":"{{provider.Address}}/pool","authorization_endpoint":"{{provider.Address}}/authorize","token_endpoint":"{{provider.Address}}/token",
             "jwks_uri":"{{provider.Address}}/keys","keys":[]}
            """);
        (await browser.OpenAsync("/orders")).Address.AbsolutePath.ShouldBe("/authorize");
    }
}
