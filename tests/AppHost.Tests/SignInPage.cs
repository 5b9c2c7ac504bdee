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

    /// <summary>Waits until the app client answers, for a figure that says nothing.</summary>
    public static async Task WaitAsync(FreePorts ports)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        while (!await AnswersAsync())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }

        async Task<bool> AnswersAsync()
        {
            try
            {
                using var response = await http.GetAsync($"http://localhost:{ports.AppClient}/health/live", limit.Token);
                return response.StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }
}
