using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Customers;

/// <summary>Rule 11: signing out everywhere ends every sign-in up to then, at once and for good.</summary>
public sealed class SignOutTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Everywhere = "/api/account/sign-out-everywhere";

    [Fact]
    public async Task Every_token_from_before_is_401_at_once_and_a_new_sign_in_comes_in()
    {
        var phone = api.SignedInAgo("mia", TimeSpan.FromDays(2));
        var laptop = api.SignedInAs("mia");
        var before = await phone.CustomerIdAsync();

        using var done = await laptop.PostAsync(Everywhere);

        await done.ShouldBeDoneAsync();
        done.Headers.CacheControl?.ToString().ShouldBe("no-store");
        foreach (var ended in new[] { phone, laptop })
        {
            using var response = await ended.GetAnswerAsync("/api/orders");
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
            response.Challenge().ShouldContain("error=\"invalid_token\"");
        }

        api.NextSecond();
        (await api.SignedInAs("mia").CustomerIdAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task The_sign_in_that_asks_ends_too_though_its_providers_clock_is_ahead()
    {
        var ahead = api.SignedInAgo("paula", TimeSpan.FromSeconds(-30));
        using var done = await ahead.PostAsync(Everywhere);
        await done.ShouldBeDoneAsync();

        using var response = await ahead.GetAnswerAsync("/api/orders");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
    }

    [Theory]
    [InlineData("/api/products")]
    [InlineData("/api/account")]
    [InlineData("/api/orders/1")]
    public async Task It_holds_on_every_route_whatever_the_token_may(string path)
    {
        var person = "nora" + path.Replace('/', '-');
        await SignOutAsync(person);

        using var response = await api.With(api.Tokens.ForPerson(person, ["orders.write"])).GetAnswerAsync(path);

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
    }

    [Fact]
    public async Task It_ends_the_sign_ins_of_every_linked_identity()
    {
        var first = api.SignedInAs("olga");
        using var linked = await first.LinkAsync(api.TokenOf("olga-elsewhere"));
        linked.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var done = await first.PostAsync(Everywhere);

        using var other = await api.SignedInAs("olga-elsewhere").GetAnswerAsync("/api/account");
        await other.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
    }

    [Fact]
    public async Task It_ends_nobody_elses_sign_ins()
    {
        await SignOutAsync("pia");

        await api.SignedInAs("alice").GetJsonAsync("/api/account");
        await api.SignedInAsMachine().GetJsonAsync("/api/orders/1");
    }

    [Fact]
    public async Task A_sign_in_in_the_same_second_but_before_it_has_ended()
    {
        // The sign-in was at .200 and the sign-out is at .700; auth_time has lost both.
        await using var other = new ApiHost();
        other.Clock.Advance(TimeSpan.FromMilliseconds(200));
        var before = other.SignedInAs("quinn");
        other.Clock.Advance(TimeSpan.FromMilliseconds(500));

        using var done = await before.PostAsync(Everywhere);
        await done.ShouldBeDoneAsync();

        using var response = await before.GetAnswerAsync("/api/account");
        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
        other.Clock.Advance(TimeSpan.FromMilliseconds(200));
        using var sameSecond = await other.SignedInAs("quinn").GetAnswerAsync("/api/account");
        sameSecond.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        other.Clock.Advance(TimeSpan.FromMilliseconds(100));
        await other.SignedInAs("quinn").GetJsonAsync("/api/account");
    }

    [Fact]
    public async Task A_refresh_revives_no_sign_in()
    {
        await SignOutAsync("rita");
        var ended = api.Clock.GetUtcNow();
        api.Clock.Advance(TimeSpan.FromMinutes(5));

        using var refreshed = await api.SignedInAgo("rita", api.Clock.GetUtcNow() - ended).GetAnswerAsync("/api/account");

        await refreshed.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
    }

    [Fact]
    public async Task Without_auth_time_it_is_the_time_of_issue_and_without_both_the_token_has_ended()
    {
        await SignOutAsync("sara");
        var atOnce = api.TokenOf("sara", change: claims => claims.Remove("auth_time"));
        api.NextSecond();
        var later = api.TokenOf("sara", change: claims => claims.Remove("auth_time"));
        var timeless = api.TokenOf("sara", change: claims =>
        {
            claims.Remove("auth_time");
            claims.Remove("iat");
        });

        foreach (var token in new[] { atOnce, timeless })
        {
            using var response = await api.With(token).GetAnswerAsync("/api/account");
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
        }

        await api.With(later).GetJsonAsync("/api/account");
    }

    [Fact]
    public async Task It_survives_a_restart()
    {
        await SignOutAsync("tom");
        await using var restarted = new Restarted(api);

        using var response = await restarted.SignedInAs("tom").GetAnswerAsync("/api/account");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
    }

    [Fact]
    public async Task Staff_and_machines_sign_a_customer_out_and_the_trail_says_who_did()
    {
        var uma = api.SignedInAs("uma");
        var id = await uma.CustomerIdAsync();
        var carol = api.SignedInAs("carol");
        using var byStaff = await carol.PostAsync($"/api/customers/{id}/sign-out-everywhere");
        await byStaff.ShouldBeDoneAsync();
        using var ended = await uma.GetAnswerAsync("/api/account");
        ended.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        api.NextSecond();
        using var own = await api.SignedInAs("uma").PostAsync(Everywhere);
        using var byMachine = await api.SignedInAsMachine("customers.manage").PostAsync($"/api/customers/{id}/sign-out-everywhere");
        await byMachine.ShouldBeDoneAsync();

        var carolsId = await carol.CustomerIdAsync();
        (await api.AuditAsync(id)).ShouldBe(
        [
            ($"customer:{carolsId}", "web-client", 1, null),
            ($"customer:{id}", "web-client", 1, null),
            ("client:fulfilment-client", "fulfilment-client", 1, null),
        ]);
    }

    [Fact]
    public async Task An_unknown_customer_is_404_for_those_who_may_and_403_for_the_others()
    {
        var path = $"/api/customers/{Guid.NewGuid()}/sign-out-everywhere";

        using var staff = await api.SignedInAs("carol").PostAsync(path);
        await staff.ShouldBeProblemAsync(HttpStatusCode.NotFound, "customer-not-found");
        using var person = await api.SignedInAs("alice").PostAsync(path);
        await person.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "not-permitted");
        using var lacking = await api.SignedInAsMachine("orders.read.any").PostAsync(path);
        await lacking.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "insufficient-scope");
        using var nobody = await api.Anonymous().PostAsync(path);
        await nobody.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Why_is_told_in_Development_and_logged_without_who()
    {
        await SignOutAsync("very-private-vera");

        using var response = await api.SignedInAs("very-private-vera").GetAnswerAsync("/api/account");

        (await response.JsonAsync()).Text("reason").ShouldBe("revoked: the customer signed out everywhere after this sign-in");
        var log = api.Log.GetSnapshot();
        log.ShouldContain(line => line.Message.Contains("Revoked", StringComparison.Ordinal));
        log.ShouldNotContain(line => line.Message.Contains("very-private", StringComparison.Ordinal));
    }

    private async Task SignOutAsync(string person)
    {
        using var done = await api.SignedInAs(person).PostAsync(Everywhere);
        await done.ShouldBeDoneAsync();
    }
}
