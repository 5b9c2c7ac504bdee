using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Orders;

namespace Modular.Api.Tests.Customers;

/// <summary>A closed account leaves nothing behind but orders, which do not lead to the person.</summary>
public sealed class CloseAccountTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_closed_account_is_over_and_who_signs_in_again_begins_anew()
    {
        var greta = api.SignedInAs("greta");
        var order = await greta.PlaceAsync();
        var id = await CloseAsync(greta, "greta");

        using var old = await greta.GetAnswerAsync("/api/account");
        await old.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
        api.NextSecond();
        var anew = api.SignedInAs("greta");
        (await anew.CustomerIdAsync()).ShouldNotBe(id);
        (await anew.GetJsonAsync("/api/orders")).OrderIds().ShouldBeEmpty();
        (await anew.GetJsonAsync("/api/profile")).TryGetProperty("name", out _).ShouldBeFalse();
        using var former = await anew.GetAnswerAsync(order);
        await former.ShouldBeProblemAsync(HttpStatusCode.NotFound, "order-not-found");
    }

    [Fact]
    public async Task The_orders_stay_and_go_on_under_an_id_that_nobody_has()
    {
        var heidi = api.SignedInAs("heidi");
        var order = await heidi.PlaceAsync();
        var id = await CloseAsync(heidi, "heidi");

        (await api.SignedInAs("carol").GetJsonAsync($"/api/customers/{id}/orders")).OrderIds().ShouldBe([OrderCalls.NumberOf(order)]);
        await api.SignedInAsMachine("orders.fulfil").MoveAsync(order, "pay", "ship", "deliver");
    }

    [Fact]
    public async Task Nothing_that_the_customer_told_and_no_identity_stays_with_it_and_the_trail_says_so()
    {
        var ilse = api.SignedInAs("ilse");
        using var linked = await ilse.LinkAsync(api.TokenOf("ilse-next"));
        linked.StatusCode.ShouldBe(HttpStatusCode.OK);
        var id = await CloseAsync(ilse, "ilse");

        (await AskAsync("SELECT count(*) FROM customer_identities WHERE customer_id = $id", id)).ShouldBe("0");
        (await AskAsync("SELECT count(*) FROM customers WHERE id = $id AND status = 3", id)).ShouldBe("1");
        (await AskAsync("SELECT profile FROM customers WHERE id = $id", id)).ShouldNotContain("ilse");
        (await api.AuditAsync(id)).Select(entry => (entry.Actor, entry.Client, entry.Action)).Last().ShouldBe(($"customer:{id}", "web-client", 7L));
    }

    [Fact]
    public async Task Every_identity_of_it_has_ended()
    {
        var jule = api.SignedInAs("jule");
        using var linked = await jule.LinkAsync(api.TokenOf("jule-next"));
        var next = api.SignedInAs("jule-next");
        var id = await CloseAsync(jule, "jule");

        using var ended = await next.GetAnswerAsync("/api/account");

        await ended.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
        api.NextSecond();
        (await api.SignedInAs("jule-next").CustomerIdAsync()).ShouldNotBe(id);
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("reinstate")]
    [InlineData("sign-out-everywhere")]
    public async Task Staff_can_do_nothing_to_it_any_more(string action)
    {
        var person = "kuno to " + action;
        var id = await CloseAsync(api.SignedInAs(person), person);
        var trail = await api.AuditAsync(id);

        using var response = await api.SignedInAs("carol").PostAsync($"/api/customers/{id}/{action}");

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "customer-closed");
        (await api.AuditAsync(id)).ShouldBe(trail);
    }

    [Fact]
    public async Task It_needs_a_sign_in_of_a_moment_ago()
    {
        using var response = await api.SignedInAgo("lutz", TimeSpan.FromSeconds(301)).DeleteAnswerAsync("/api/account");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "insufficient-user-authentication");
        (await api.SignedInAs("lutz").GetJsonAsync("/api/account")).Text("status").ShouldBe("ACTIVE");
    }

    private static async Task<string> CloseAsync(HttpClient person, string name)
    {
        using var described = await person.PutTextAsync("/api/profile", $$"""{"name":"{{name}}"}""");
        var id = await person.CustomerIdAsync();
        using var closed = await person.DeleteAnswerAsync("/api/account");
        await closed.ShouldBeDoneAsync();
        closed.Headers.CacheControl?.ToString().ShouldBe("no-store");
        return id;
    }

    private async Task<string> AskAsync(string query, string customerId)
    {
        await using var connection = new SqliteConnection(api.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        command.Parameters.AddWithValue("$id", Guid.Parse(customerId, CultureInfo.InvariantCulture).ToByteArray(bigEndian: true));
        return Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture)!;
    }
}
