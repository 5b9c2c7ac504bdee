using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Sessions;

public sealed class SignInTimeTests
{
    // Dear enough that the hash outweighs everything else in a sign-in.
    private const int Iterations = 100_000;
    private const int Samples = 9;

    [Fact]
    public async Task Who_exists_does_not_show_in_the_time_of_a_refusal()
    {
        await using var server = await RunningPool.StartAsync(options => options.EditPool = pool => pool["users"]!.AsArray().Add(new JsonObject
        {
            ["username"] = "erin",
            ["sub"] = "erin-sub",
            ["passwordHash"] = PasswordHash.Of("Passw0rd!", Iterations).ToString(),
        }));
        using var browser = new Browser(server.BaseAddress);
        using var http = server.CreateClient();
        using var json = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var disabled = await http.PostAsync("_local/users/bob/disable", json, TestContext.Current.CancellationToken);
        using var shown = await browser.GetAsync($"login?{Browser.Query()}");
        var page = await shown.TextAsync();
        // Refused before any password is looked at: what an early exit would look like.
        var early = page.Replace("name=\"_csrf\" value=\"", "name=\"_csrf\" value=\"x", StringComparison.Ordinal);

        (string Name, string Page, string Username, string Password, HttpStatusCode Status)[] attempts =
        [
            ("early exit", early, "erin", "wrong", HttpStatusCode.Forbidden),
            ("dear hash", page, "erin", "wrong", HttpStatusCode.BadRequest),
            ("cheap hash", page, "alice", "wrong", HttpStatusCode.BadRequest),
            ("unknown", page, "nobody", "Passw0rd!", HttpStatusCode.BadRequest),
            ("disabled", page, "bob", "Passw0rd!", HttpStatusCode.BadRequest),
        ];
        var times = attempts.ToDictionary(attempt => attempt.Name, _ => new List<TimeSpan>(), StringComparer.Ordinal);
        for (var sample = 0; sample < Samples; sample++)
        {
            foreach (var attempt in attempts)
            {
                var started = Stopwatch.GetTimestamp();
                using var response = await browser.SubmitAsync(attempt.Page, attempt.Username, attempt.Password);
                times[attempt.Name].Add(Stopwatch.GetElapsedTime(started));
                response.StatusCode.ShouldBe(attempt.Status);
            }
        }

        var medians = times.ToDictionary(time => time.Key, time => time.Value.Order().ElementAt(Samples / 2), StringComparer.Ordinal);
        foreach (var name in new[] { "cheap hash", "unknown", "disabled" })
        {
            (medians[name] / medians["dear hash"]).ShouldBeInRange(0.5, 2, name);
        }
        // An early exit would have been noticed.
        (medians["early exit"] / medians["dear hash"]).ShouldBeLessThan(0.5);
    }
}
