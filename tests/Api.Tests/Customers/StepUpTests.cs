using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Customers;

/// <summary>RFC 9470: what changes who a customer is, or whether they may act, needs a recent sign-in.</summary>
public sealed class StepUpTests(ApiHost api) : IClassFixture<ApiHost>
{
    private static readonly string Stranger = Guid.NewGuid().ToString();

    public static TheoryData<string, string> Protected => new()
    {
        { "POST", "/api/account/sign-out-everywhere" },
        { "POST", "/api/account/identities" },
        { "DELETE", $"/api/account/identities/{Stranger}" },
        { "POST", $"/api/customers/{Stranger}/sign-out-everywhere" },
        { "POST", $"/api/customers/{Stranger}/suspend" },
        { "POST", $"/api/customers/{Stranger}/reinstate" },
    };

    [Theory]
    [MemberData(nameof(Protected))]
    public async Task A_sign_in_that_is_too_old_is_asked_for_a_new_one(string method, string path)
    {
        using var response = await SendAsync(api.SignedInAgo("carol", TimeSpan.FromSeconds(301)), method, path);

        await ShouldAskAsync(response);
    }

    [Theory]
    [MemberData(nameof(Protected))]
    public async Task A_sign_in_without_a_time_is_too_old(string method, string path)
    {
        using var response = await SendAsync(api.With(api.TokenOf("carol", change: claims => claims.Remove("auth_time"))), method, path);

        await ShouldAskAsync(response);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(0)]
    [InlineData(-60)]
    public async Task A_recent_sign_in_will_do_and_so_will_one_by_a_clock_a_little_ahead(int secondsAgo)
    {
        using var response = await api.SignedInAgo("carol", TimeSpan.FromSeconds(secondsAgo)).PostAsync($"/api/customers/{Stranger}/suspend");

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "customer-not-found");
    }

    [Fact]
    public async Task A_sign_in_from_the_future_will_not_do()
    {
        using var response = await api.SignedInAgo("carol", TimeSpan.FromSeconds(-61)).PostAsync("/api/account/sign-out-everywhere");

        await ShouldAskAsync(response);
    }

    [Fact]
    public async Task However_many_sign_ins_are_refused_twenty_a_second_have_a_line_and_the_others_are_counted()
    {
        // Past the seconds of the other tests, and of the line that counts theirs.
        api.Clock.Advance(TimeSpan.FromSeconds(1));
        api.Clock.Advance(TimeSpan.FromSeconds(1));
        api.Log.Clear();
        var client = api.SignedInAgo("carol", TimeSpan.FromSeconds(301));
        for (var i = 0; i < 30; i++)
        {
            using var response = await client.PostAsync("/api/account/sign-out-everywhere");
        }

        api.Clock.Advance(TimeSpan.FromSeconds(1));

        var lines = api.Log.GetSnapshot().Select(line => line.Message).Where(line => line.Contains("too old or too weak", StringComparison.Ordinal)).ToList();
        lines.Count(line => line.StartsWith("Sign-in refused", StringComparison.Ordinal)).ShouldBe(20);
        lines[^1].ShouldBe("10 more sign-ins refused within a second as too old or too weak");
    }

    [Fact]
    public async Task A_refreshed_token_of_an_old_sign_in_will_not_do()
    {
        var token = api.TokenOf("carol", TimeSpan.FromHours(1), claims => claims["iat"] = api.Clock.GetUtcNow().ToUnixTimeSeconds());

        using var response = await api.With(token).PostAsync("/api/account/sign-out-everywhere");

        await ShouldAskAsync(response);
    }

    [Fact]
    public async Task A_machine_has_nobody_to_sign_in_and_needs_the_scope_alone()
    {
        var token = api.Tokens.ForMachine(["customers.manage"], change: claims => claims.Remove("auth_time"));

        using var response = await api.With(token).PostAsync($"/api/customers/{Stranger}/suspend");

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "customer-not-found");
    }

    [Fact]
    public async Task A_machine_stays_out_of_what_is_a_persons_own()
    {
        using var response = await api.SignedInAsMachine().PostAsync("/api/account/sign-out-everywhere");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "person-required");
    }

    [Fact]
    public async Task Who_may_not_is_told_so_before_they_are_asked_to_sign_in_again()
    {
        using var lacking = await api.SignedInAgo("alice", TimeSpan.FromHours(1)).PostAsync($"/api/customers/{Stranger}/suspend");
        await lacking.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "not-permitted");

        var withoutScope = api.Tokens.ForPerson("alice", ["account.read"], change: claims => claims.Remove("auth_time"));
        using var scope = await api.With(withoutScope).PostAsync("/api/account/sign-out-everywhere");
        await scope.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "insufficient-scope");
    }

    [Fact]
    public async Task Reading_needs_no_recent_sign_in()
    {
        var account = await api.SignedInAgo("alice", TimeSpan.FromDays(3)).GetJsonAsync("/api/account");

        account.Text("status").ShouldBe("ACTIVE");
    }

    [Fact]
    public async Task The_documentation_says_what_is_asked_and_that_the_answer_has_no_body()
    {
        var paths = (await api.Anonymous().GetJsonAsync("/openapi/v1.json")).GetProperty("paths");

        var signOut = paths.GetProperty("/api/account/sign-out-everywhere").GetProperty("post");
        signOut.Text("description").ShouldEndWith(
            "A person must have signed in within 300 seconds. Otherwise the answer is 401 with insufficient_user_authentication (RFC 9470).");
        signOut.GetProperty("responses").GetProperty("204").TryGetProperty("content", out _).ShouldBeFalse();
        signOut.GetProperty("responses").TryGetProperty("200", out _).ShouldBeFalse();
        paths.GetProperty("/api/account/identities").GetProperty("post").GetProperty("responses").GetProperty("200")
            .TryGetProperty("content", out _).ShouldBeTrue();
        paths.GetProperty("/api/account").GetProperty("get").Text("description").ShouldNotContain("signed in within");
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path) => method == "DELETE"
        ? client.DeleteAnswerAsync(path)
        : client.PostTextAsync(path, """{"token":"x"}""");

    private static async Task ShouldAskAsync(HttpResponseMessage response)
    {
        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "insufficient-user-authentication");
        response.ShouldChallenge(
            "error=\"insufficient_user_authentication\", "
            + "error_description=\"This needs a more recent or a stronger sign-in.\", max_age=\"300\"");
    }
}
