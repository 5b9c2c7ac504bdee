using System.Net;

namespace Modular.AppHost.Tests;

/// <summary>The way from the app client to the stand-in's login form, as a browser goes it.</summary>
internal static class SignInPage
{
    public static async Task<int> StatusAsync(FreePorts ports)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false, CookieContainer = new CookieContainer() });
        using var page = await browser.GetAsync($"http://localhost:{ports.AppClient}/orders", TestContext.Current.CancellationToken);
        page.RequestMessage!.RequestUri!.Port.ShouldBe(ports.LocalCognito);
        return (int)page.StatusCode;
    }
}
