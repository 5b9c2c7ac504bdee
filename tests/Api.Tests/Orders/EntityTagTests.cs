using System.Net;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Orders;

/// <summary>RFC 9110 section 13: an order is fetched again only if it changed, and changed only if it is what the caller saw.</summary>
public sealed class EntityTagTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Every_answer_with_an_order_has_its_tag_and_each_change_another()
    {
        var hugo = api.SignedInAs("hugo");
        using var placed = await hugo.PostTextAsync("/api/orders", OrderCalls.OneTea);
        var order = placed.Headers.Location!.ToString();

        List<string?> tags = [placed.Headers.ETag?.ToString()];
        foreach (var step in new[] { "pay", "ship", "deliver" })
        {
            tags.Add(await TagAsync(hugo, order));
            using var moved = await api.SignedInAsMachine("orders.fulfil").PostAsync($"{order}/{step}");
            tags.Add(moved.Headers.ETag?.ToString());
        }

        tags.ShouldBe(["\"1\"", "\"1\"", "\"2\"", "\"2\"", "\"3\"", "\"3\"", "\"4\""]);
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"7\", \"1\"")]
    [InlineData("\"x\", W/\"1\"")]
    [InlineData("*")]
    public async Task Who_has_the_order_already_gets_304_with_its_tag_and_no_body(string known)
    {
        var hugo = api.SignedInAs("hugo");
        var order = await hugo.PlaceAsync();

        using var response = await hugo.SendAsync(HttpMethod.Get, order, body: null, ("If-None-Match", known));

        response.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        response.Headers.ETag?.ToString().ShouldBe("\"1\"");
        response.Headers.CacheControl?.ToString().ShouldBe("no-cache, private");
        (await response.TextAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("\"01\"")]
    [InlineData("\"+1\"")]
    [InlineData("\"x\"")]
    [InlineData("1")]
    public async Task Who_has_another_one_or_none_gets_the_order(string known)
    {
        var hugo = api.SignedInAs("hugo");
        var order = await hugo.PlaceAsync();

        using var response = await hugo.SendAsync(HttpMethod.Get, order, body: null, ("If-None-Match", known));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.TextAsync()).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"9\", \"1\"")]
    [InlineData("*")]
    public async Task A_change_of_the_order_as_it_is_goes_through(string seen)
    {
        var hugo = api.SignedInAs("hugo");
        var order = await hugo.PlaceAsync();

        using var response = await hugo.SendAsync(HttpMethod.Post, order + "/cancel", body: null, ("If-Match", seen));

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.TextAsync());
        response.Headers.ETag?.ToString().ShouldBe("\"2\"");
    }

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"01\"")]
    [InlineData("\"x\", \"9\"")]
    [InlineData("1")]
    public async Task A_change_of_another_state_or_of_what_is_no_tag_is_412_and_changes_nothing(string seen)
    {
        var hugo = api.SignedInAs("hugo");
        var order = await hugo.PlaceAsync();

        using var response = await hugo.SendAsync(HttpMethod.Post, order + "/cancel", body: null, ("If-Match", seen));
        using var machines = await api.SignedInAsMachine("orders.fulfil").SendAsync(HttpMethod.Post, order + "/pay", body: null, ("If-Match", seen));

        await response.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
        await machines.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
        (await TagAsync(hugo, order)).ShouldBe("\"1\"");
    }

    [Fact]
    public async Task Of_two_who_saw_the_same_one_changes_it()
    {
        var hugo = api.SignedInAs("hugo");
        var order = await hugo.PlaceAsync();
        using var paid = await api.SignedInAsMachine("orders.fulfil").SendAsync(HttpMethod.Post, order + "/pay", body: null, ("If-Match", "\"1\""));
        using var cancelled = await hugo.SendAsync(HttpMethod.Post, order + "/cancel", body: null, ("If-Match", "\"1\""));

        paid.StatusCode.ShouldBe(HttpStatusCode.OK);
        await cancelled.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"4\"")]
    [InlineData("*")]
    public async Task Rule_16_a_stranger_cannot_tell_by_conditions_that_an_order_is_there(string tag)
    {
        var order = await api.SignedInAs("hugo").PlaceAsync();
        await api.SignedInAsMachine("orders.fulfil").MoveAsync(order, "pay", "ship", "deliver");
        var ida = api.SignedInAs("ida");

        using var read = await ida.SendAsync(HttpMethod.Get, order, body: null, ("If-None-Match", tag));
        using var readNone = await ida.SendAsync(HttpMethod.Get, "/api/orders/999999999", body: null, ("If-None-Match", tag));
        using var changed = await ida.SendAsync(HttpMethod.Post, order + "/cancel", body: null, ("If-Match", tag));
        using var changedNone = await ida.SendAsync(HttpMethod.Post, "/api/orders/999999999/cancel", body: null, ("If-Match", tag));

        await read.ShouldBeProblemAsync(HttpStatusCode.NotFound, "order-not-found");
        await read.ShouldBeByteForByteAsync(readNone);
        await changed.ShouldBeProblemAsync(HttpStatusCode.NotFound, "order-not-found");
        await changed.ShouldBeByteForByteAsync(changedNone);
    }

    [Fact]
    public async Task That_an_order_is_ones_own_comes_before_that_it_has_changed()
    {
        var carol = api.SignedInAs("carol");
        var order = await carol.PlaceAsync();

        using var response = await carol.SendAsync(HttpMethod.Post, order + "/pay", body: null, ("If-Match", "\"7\""));

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "own-order");
    }

    private static async Task<string?> TagAsync(HttpClient client, string order)
    {
        using var response = await client.GetAnswerAsync(order);
        return response.Headers.ETag?.ToString();
    }
}
