using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Customers;

/// <summary>Rule 14: who is suspended is refused before anything else is asked, staff included.</summary>
public sealed class SuspensionTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_suspended_customer_is_refused_everywhere_until_reinstated()
    {
        var will = api.SignedInAs("will");
        var id = await will.CustomerIdAsync();
        var carol = api.SignedInAs("carol");

        await DoAsync(carol, id, "suspend");
        foreach (var path in new[] { "/api/account", "/api/products", "/api/orders/1" })
        {
            using var refused = await will.GetAnswerAsync(path);
            await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "customer-suspended");
            refused.Challenge().ShouldBeEmpty();
        }

        await DoAsync(carol, id, "reinstate");
        (await will.GetJsonAsync("/api/account")).Text("status").ShouldBe("ACTIVE");
    }

    [Fact]
    public async Task It_comes_before_permissions_and_step_up_and_after_a_sign_out()
    {
        var xena = api.SignedInAs("xena");
        var id = await xena.CustomerIdAsync();
        await DoAsync(api.SignedInAsMachine(), id, "suspend");

        using var old = await api.With(api.Tokens.ForPerson("xena", ["orders.read"], change: claims => claims.Remove("auth_time")))
            .PostAsync("/api/account/sign-out-everywhere");
        await old.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "customer-suspended");

        await DoAsync(api.SignedInAsMachine(), id, "sign-out-everywhere");
        using var ended = await xena.GetAnswerAsync("/api/account");
        await ended.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
    }

    [Fact]
    public async Task Suspended_staff_serve_nobody()
    {
        var yann = api.With(api.Tokens.ForPerson("yann", ["customers.manage", "account.read", "orders.read.any"], ["staff"]));
        var id = await yann.CustomerIdAsync();
        await DoAsync(api.SignedInAs("carol"), id, "suspend");

        using var order = await yann.GetAnswerAsync("/api/orders/1");
        await order.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "customer-suspended");
        using var itself = await yann.PostAsync($"/api/customers/{id}/reinstate");
        await itself.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "customer-suspended");
    }

    [Fact]
    public async Task Nobody_suspends_themself()
    {
        var carol = api.SignedInAs("carol");
        var id = await carol.CustomerIdAsync();

        using var response = await carol.PostAsync($"/api/customers/{id}/suspend");

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "own-suspension");
        await carol.GetJsonAsync("/api/account");
        (await api.AuditAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Doing_it_again_changes_nothing_and_is_no_second_entry()
    {
        var id = await api.SignedInAs("zoe").CustomerIdAsync();
        var carol = api.SignedInAs("carol");
        foreach (var action in new[] { "suspend", "suspend", "reinstate", "reinstate" })
        {
            await DoAsync(carol, id, action);
        }

        var actor = $"customer:{await carol.CustomerIdAsync()}";
        (await api.AuditAsync(id)).ShouldBe([(actor, "web-client", 2, null), (actor, "web-client", 3, null)]);
    }

    [Fact]
    public async Task Staff_whom_nobody_has_seen_before_are_named_in_the_trail_as_well()
    {
        var id = await api.SignedInAs("abel").CustomerIdAsync();
        var newcomer = api.With(api.Tokens.ForPerson("newcomer", ["customers.manage", "account.read"], ["staff"]));

        await DoAsync(newcomer, id, "suspend");

        (await api.AuditAsync(id)).ShouldBe([($"customer:{await newcomer.CustomerIdAsync()}", "web-client", 2, null)]);
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("reinstate")]
    public async Task An_unknown_customer_is_404_for_those_who_may_and_403_for_the_others(string action)
    {
        var path = $"/api/customers/{Guid.NewGuid()}/{action}";

        using var staff = await api.SignedInAs("carol").PostAsync(path);
        await staff.ShouldBeProblemAsync(HttpStatusCode.NotFound, "customer-not-found");
        using var person = await api.SignedInAs("alice").PostAsync(path);
        await person.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "not-permitted");
        using var lacking = await api.SignedInAs("carol", "account.write").PostAsync(path);
        await lacking.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "insufficient-scope");
        lacking.Challenge().ShouldContain("scope=\"modular/customers.manage\"");
        using var nobody = await api.Anonymous().PostAsync(path);
        await nobody.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private static async Task DoAsync(HttpClient who, string customerId, string action)
    {
        using var response = await who.PostAsync($"/api/customers/{customerId}/{action}");
        await response.ShouldBeDoneAsync();
    }
}
