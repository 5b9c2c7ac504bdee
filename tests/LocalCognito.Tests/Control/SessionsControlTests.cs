using System.Net;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Control;

/// <summary>In a pool of their own: they end all sessions.</summary>
public sealed class SessionsControlTests(SteppedPool pool) : IClassFixture<SteppedPool>
{
    private async Task<JsonArray> ListAsync()
    {
        using var response = await pool.Http.GetAsync("_local/sessions", TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.JsonAsync())["sessions"]!.AsArray();
    }

    private Task<HttpResponseMessage> DeleteAsync(string path) => pool.Http.DeleteAsync(path, TestContext.Current.CancellationToken);

    private static async Task<bool> IsSignedInAsync(Browser browser)
    {
        using var response = await browser.AuthorizeAsync(("prompt", "none"));
        return Browser.Returned(response, "code") is not null;
    }

    [Fact]
    public async Task They_are_listed_without_what_the_browser_holds_and_ended_one_by_one_or_all_at_once()
    {
        using var cleared = await DeleteAsync("_local/sessions");
        (await ListAsync()).ShouldBeEmpty();
        using var first = pool.OpenBrowser();
        using var second = pool.OpenBrowser();
        using var page = await first.SignInAsync("alice", "Passw0rd!", ("acr_values", SteppedPool.Four));
        await second.CodeAsync("bob");

        var list = await ListAsync();
        list.Select(session => session!["user"]!.GetValue<string>()).ShouldBe(["alice", "bob"]);
        var session = list[0]!.AsObject();
        session.Select(field => field.Key).ShouldBe(["id", "user", "authTime", "acr", "expiresAt"]);
        session.Text("acr").ShouldBe(SteppedPool.Four);
        session["authTime"]!.GetValue<long>().ShouldBe(pool.Now);
        session["expiresAt"]!.GetValue<long>().ShouldBe(pool.Now + 3600);
        list.ToJsonString().ShouldNotContain(page.Header("Set-Cookie")!.Split('=', ';')[1]);

        using var ended = await DeleteAsync($"_local/sessions/{session.Text("id")}");
        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await IsSignedInAsync(first)).ShouldBeFalse();
        (await IsSignedInAsync(second)).ShouldBeTrue();
        using var again = await DeleteAsync($"_local/sessions/{session.Text("id")}");
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var all = await DeleteAsync("_local/sessions");
        all.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await IsSignedInAsync(second)).ShouldBeFalse();
    }
}
