using System.Net;
using Modular.Api.Tests.Customers;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Orders;

/// <summary><c>PLACED → PAID → SHIPPING → DELIVERED</c>, by those who may, on record; and nothing else.</summary>
public sealed class OrderLifeTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task An_order_goes_its_whole_way_and_history_and_audit_trail_say_who_moved_it()
    {
        var gina = api.SignedInAs("gina");
        var carol = api.SignedInAs("carol");
        var machine = api.SignedInAsMachine("orders.fulfil");
        var order = await gina.PlaceAsync();

        await machine.MoveAsync(order, "pay");
        await carol.MoveAsync(order, "ship");
        await machine.MoveAsync(order, "deliver");

        var carolsId = await carol.CustomerIdAsync();
        var details = await gina.GetJsonAsync(order);
        details.Text("status").ShouldBe("DELIVERED");
        details.GetProperty("history").EnumerateArray().Select(step => (step.Text("status"), step.Text("by"))).ShouldBe(
        [
            ("PLACED", $"customer:{await gina.CustomerIdAsync()}"),
            ("PAID", "client:fulfilment-client"),
            ("SHIPPING", $"customer:{carolsId}"),
            ("DELIVERED", "client:fulfilment-client"),
        ]);
        (await api.OrderAuditAsync(order)).ShouldBe(
        [
            ("client:fulfilment-client", "fulfilment-client", 8),
            ($"customer:{carolsId}", "web-client", 9),
            ("client:fulfilment-client", "fulfilment-client", 10),
        ]);
    }

    [Fact]
    public async Task A_change_answers_with_the_order_as_it_is_now()
    {
        var order = await api.SignedInAs("gina").PlaceAsync();

        using var paid = await api.SignedInAsMachine("orders.fulfil").PostAsync(order + "/pay");

        (await paid.TextAsync()).ShouldBe((await api.SignedInAs("gina").GetJsonAsync(order)).GetRawText());
    }

    [Theory]
    [InlineData("pay")]
    [InlineData("ship")]
    [InlineData("deliver")]
    public async Task Nobody_moves_their_own_order_towards_delivery(string step)
    {
        var carol = api.SignedInAs("carol");
        var order = await carol.PlaceAsync();

        using var response = await carol.PostAsync($"{order}/{step}");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "own-order");
        response.Challenge().ShouldBeEmpty();
        (await carol.GetJsonAsync(order)).Text("status").ShouldBe("PLACED");
        (await api.OrderAuditAsync(order)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("pay")]
    [InlineData("ship")]
    [InlineData("deliver")]
    public async Task Staff_must_have_signed_in_a_moment_ago(string step)
    {
        var order = await api.SignedInAs("gina").PlaceAsync();

        using var response = await api.SignedInAgo("carol", TimeSpan.FromSeconds(301)).PostAsync($"{order}/{step}");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "insufficient-user-authentication");
        response.Challenge().ShouldContain("error=\"insufficient_user_authentication\"");
        response.Challenge().ShouldContain("max_age=\"300\"");
        (await api.OrderAuditAsync(order)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "PLACED", "ship", "deliver")]
    [InlineData("pay", "PAID", "pay", "deliver")]
    [InlineData("pay ship", "SHIPPING", "pay", "ship", "cancel")]
    [InlineData("pay ship deliver", "DELIVERED", "pay", "ship", "deliver", "cancel")]
    [InlineData("cancel", "CANCELLED", "pay", "ship", "deliver", "cancel")]
    public async Task A_step_that_the_state_does_not_allow_is_409_and_says_where_the_order_stands(string way, string status, params string[] steps)
    {
        var gina = api.SignedInAs("gina");
        var machine = api.SignedInAsMachine("orders.fulfil");
        var order = await gina.PlaceAsync();
        foreach (var step in way.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            await Who(step).MoveAsync(order, step);
        }

        var before = await gina.GetJsonAsync(order);
        var trail = await api.OrderAuditAsync(order);
        foreach (var step in steps)
        {
            using var response = await Who(step).PostAsync($"{order}/{step}");
            (await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "order-status")).Text("current").ShouldBe(status);
        }

        before.Text("status").ShouldBe(status);
        (await gina.GetJsonAsync(order)).GetRawText().ShouldBe(before.GetRawText());
        (await api.OrderAuditAsync(order)).ShouldBe(trail);

        HttpClient Who(string step) => step == "cancel" ? gina : machine;
    }

    [Fact]
    public async Task An_order_that_is_not_there_cannot_be_moved()
    {
        using var response = await api.SignedInAsMachine("orders.fulfil").PostAsync("/api/orders/999999999/pay");

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "order-not-found");
    }
}
