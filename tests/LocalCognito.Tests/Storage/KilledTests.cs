using System.Net;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Storage;

public sealed class KilledTests
{
    [Fact]
    public async Task What_was_answered_before_the_program_was_killed_holds_after_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory();
        (string, string)[] settings = [("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("LocalCognito__DataFolder", folder.FullName)];
        try
        {
            var (keys, refreshTokens) = ("", new List<string>());
            using (var first = StartedProgram.Start(settings))
            {
                using var http = new HttpClient { BaseAddress = await StartedProgram.AddressAsync(first) };
                keys = await KeySetAsync(http);
                using var browser = new Browser(http.BaseAddress);
                await browser.CodeAsync("alice");
                // More of them are under way when it is killed.
                var answers = Enumerable.Range(0, 20).Select(_ => SignInAsync(browser, http)).ToList();
                refreshTokens.Add(await await Task.WhenAny(answers));
                first.Kill();
                await first.WaitForExitAsync(TestContext.Current.CancellationToken);
                foreach (var answer in answers)
                {
                    await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                    if (answer.IsCompletedSuccessfully)
                    {
                        refreshTokens.Add(await answer);
                    }
                }
            }

            using var second = StartedProgram.Start(settings);
            try
            {
                using var http = new HttpClient { BaseAddress = await StartedProgram.AddressAsync(second) };
                (await KeySetAsync(http)).ShouldBe(keys);
                foreach (var token in refreshTokens)
                {
                    (await PostAsync(http, [new("grant_type", "refresh_token"), new("refresh_token", token)])).ShouldContain("access_token");
                }
            }
            finally
            {
                second.Kill();
                await second.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<string> KeySetAsync(HttpClient http) =>
        http.GetStringAsync($"{Pools.PoolId}/.well-known/jwks.json", TestContext.Current.CancellationToken);

    private static async Task<string> SignInAsync(Browser browser, HttpClient http)
    {
        using var response = await browser.AuthorizeAsync();
        var answer = await PostAsync(
            http,
            [new("grant_type", "authorization_code"), new("code", Browser.Returned(response, "code")!), new("redirect_uri", Browser.RedirectUri)]);
        return answer.Split("\"refresh_token\":\"")[1].Split('"')[0];
    }

    private static async Task<string> PostAsync(HttpClient http, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append(new("client_id", "web-client")).Append(new("client_secret", "web-secret")));
        using var response = await http.PostAsync("oauth2/token", form, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
