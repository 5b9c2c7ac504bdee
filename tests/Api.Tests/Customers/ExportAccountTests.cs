using System.Net;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Orders;

namespace Modular.Api.Tests.Customers;

public sealed class ExportAccountTests(ApiHost api) : IClassFixture<ApiHost>
{
    // One more than the store reads at once.
    private const int Orders = 201;

    [Fact]
    public async Task An_export_has_all_that_is_kept_about_me_as_a_file_that_nothing_stores()
    {
        var dirk = api.SignedInAs("dirk");
        using var described = await dirk.PutTextAsync("/api/profile", """{"name":"Dirk","email":"dirk@example.com"}""");
        var placed = await Task.WhenAll(Enumerable.Range(0, Orders).Select(_ => dirk.PlaceAsync()));
        await api.SignedInAsMachine("orders.fulfil").MoveAsync(placed[0], "pay", "ship");
        await api.SignedInAs("elke").PlaceAsync();

        using var response = await dirk.GetAnswerAsync("/api/account/export");

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.TextAsync());
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/json");
        response.Content.Headers.ContentDisposition?.ToString().ShouldBe("attachment; filename=\"account.json\"");
        response.Headers.CacheControl?.ToString().ShouldBe("no-store");
        var export = await response.JsonAsync();
        export.Names().ShouldBe(["exportedAt", "account", "profile", "orders"]);
        export.GetProperty("exportedAt").GetDateTimeOffset().ShouldBe(api.Clock.GetUtcNow());
        export.GetProperty("account").GetRawText().ShouldBe((await dirk.GetJsonAsync("/api/account")).GetRawText());
        export.GetProperty("profile").GetRawText().ShouldBe((await dirk.GetJsonAsync("/api/profile")).GetRawText());
        export.OrderIds().ShouldBe(placed.Select(OrderCalls.NumberOf).Order());
        var moved = export.GetProperty("orders").EnumerateArray().Single(order => order.GetProperty("id").GetInt64() == OrderCalls.NumberOf(placed[0]));
        moved.GetRawText().ShouldBe((await dirk.GetJsonAsync(placed[0])).GetRawText());
    }

    [Fact]
    public async Task Who_has_nothing_exports_that()
    {
        var export = await api.SignedInAs("fritz").GetJsonAsync("/api/account/export");

        export.OrderIds().ShouldBeEmpty();
        export.GetProperty("account").GetProperty("identities")[0].Text("subject").ShouldBe("fritz");
    }

    [Fact]
    public async Task It_needs_a_sign_in_of_a_moment_ago()
    {
        using var response = await api.SignedInAgo("dirk", TimeSpan.FromSeconds(301)).GetAnswerAsync("/api/account/export");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "insufficient-user-authentication");
    }
}
