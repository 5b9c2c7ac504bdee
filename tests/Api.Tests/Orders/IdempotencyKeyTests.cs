using System.Net;
using Modular.Api.Tests.Customers;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Orders;

/// <summary>Rule 16: a request that is sent again with its key is answered again, to those who may, and done once.</summary>
public sealed class IdempotencyKeyTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Header = "Idempotency-Key";

    [Fact]
    public async Task The_same_request_gets_the_same_answer_however_it_is_written()
    {
        var jana = api.SignedInAs("jana");
        using var first = await PlaceAsync(jana, "written-twice");
        using var again = await jana.SendAsync(
            HttpMethod.Post, "/api/orders", "{ \"lines\" : [\n { \"quantity\":1,\t\"sku\": \"TEA-GREEN-100\" } ] }", (Header, "\"written-twice\""));

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        await again.ShouldBeByteForByteAsync(first);
        (await jana.GetJsonAsync("/api/orders")).OrderIds().Count(id => id == OrderCalls.NumberOf(first.Headers.Location!.ToString())).ShouldBe(1);
    }

    [Fact]
    public async Task The_first_answer_stays_the_answer_when_the_order_has_moved_on()
    {
        var jana = api.SignedInAs("jana");
        using var first = await PlaceAsync(jana, "moved-on");
        await api.SignedInAsMachine("orders.fulfil").MoveAsync(first.Headers.Location!.ToString(), "pay", "ship");

        using var again = await PlaceAsync(jana, "moved-on");

        await again.ShouldBeByteForByteAsync(first);
    }

    [Theory]
    [InlineData("""{"lines":[{"sku":"TEA-GREEN-100","quantity":2}]}""")]
    [InlineData("""{"lines":[{"sku":"CUP-PORCELAIN","quantity":1}]}""")]
    [InlineData("""{"lines":[{"sku":"TEA-GREEN-100","quantity":1},{"sku":"TEA-GREEN-100","quantity":1}]}""")]
    public async Task Another_request_with_the_key_is_422_and_places_nothing(string other)
    {
        var kurt = api.SignedInAs("kurt of " + other);
        using var first = await PlaceAsync(kurt, "taken");

        using var response = await PlaceAsync(kurt, "taken", other);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await kurt.GetJsonAsync("/api/orders")).OrderIds().Count.ShouldBe(1);
    }

    public static TheoryData<string, string?> BadKeys => new()
    {
        { "\"\"", null },
        { new string('k', 256), null },
        { "schlüssel", null },
        { "a key", null },
        { "one", "two" },
    };

    [Theory]
    [MemberData(nameof(BadKeys))]
    public async Task What_is_no_key_is_400_and_names_the_header(string key, string? second)
    {
        var lena = api.SignedInAs("lena");
        (string, string)[] headers = second is null ? [(Header, key)] : [(Header, key), (Header, second)];

        using var response = await lena.SendAsync(HttpMethod.Post, "/api/orders", OrderCalls.OneTea, headers);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        problem.GetProperty("errors").Names().ShouldBe([Header]);
        (await lena.GetJsonAsync("/api/orders")).OrderIds().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_of_255_characters_is_one()
    {
        using var response = await PlaceAsync(api.SignedInAs("jana"), new string('k', 255));

        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.TextAsync());
    }

    [Fact]
    public async Task A_request_that_was_refused_leaves_its_key_free()
    {
        var jana = api.SignedInAs("jana");
        using var refused = await PlaceAsync(jana, "refused", """{"lines":[]}""");

        using var good = await PlaceAsync(jana, "refused");

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        good.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_same_key_of_another_customer_is_another_key()
    {
        using var mine = await PlaceAsync(api.SignedInAs("jana"), "common");
        using var theirs = await PlaceAsync(api.SignedInAs("lars"), "common", """{"lines":[{"sku":"CUP-PORCELAIN","quantity":1}]}""");

        theirs.StatusCode.ShouldBe(HttpStatusCode.Created);
        theirs.Headers.Location.ShouldNotBe(mine.Headers.Location);
    }

    [Fact]
    public async Task A_key_is_known_for_24_hours_and_new_after_them()
    {
        using var first = await PlaceAsync(api.SignedInAs("mia"), "daily");
        api.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        using var known = await PlaceAsync(api.SignedInAs("mia"), "daily");
        api.Clock.Advance(TimeSpan.FromSeconds(1));

        using var anew = await PlaceAsync(api.SignedInAs("mia"), "daily", """{"lines":[{"sku":"CUP-PORCELAIN","quantity":1}]}""");

        known.Headers.Location.ShouldBe(first.Headers.Location);
        anew.StatusCode.ShouldBe(HttpStatusCode.Created, await anew.TextAsync());
        anew.Headers.Location.ShouldNotBe(first.Headers.Location);
    }

    [Fact]
    public async Task Nobody_is_answered_again_who_may_not_place_orders_any_more()
    {
        using var first = await PlaceAsync(api.SignedInAs("nora"), "allowed");
        using var reader = await PlaceAsync(api.SignedInAs("nora", "orders.read"), "allowed");
        await reader.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "insufficient-scope");
        using var suspended = await api.SignedInAsMachine().PostAsync($"/api/customers/{await api.SignedInAs("nora").CustomerIdAsync()}/suspend");
        await suspended.ShouldBeDoneAsync();

        using var again = await PlaceAsync(api.SignedInAs("nora"), "allowed");

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        await again.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "customer-suspended");
        again.Headers.Location.ShouldBeNull();
    }

    [Fact]
    public async Task A_restarted_server_knows_the_keys_of_before()
    {
        using var first = await PlaceAsync(api.SignedInAs("olaf"), "restarted");
        await using var restarted = new Restarted(api);
        restarted.Clock.SetUtcNow(api.Clock.GetUtcNow());

        using var again = await PlaceAsync(restarted.SignedInAs("olaf"), "restarted");

        await again.ShouldBeByteForByteAsync(first);
    }

    [Fact]
    public async Task Twenty_at_once_with_one_key_place_one_order()
    {
        var pia = api.SignedInAs("pia");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PlaceAsync(pia, "at-once")));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created);
        answers.Select(answer => answer.Headers.Location).Distinct().Count().ShouldBe(1);
        (await pia.GetJsonAsync("/api/orders")).OrderIds().Count.ShouldBe(1);
    }

    private static Task<HttpResponseMessage> PlaceAsync(HttpClient person, string key, string body = OrderCalls.OneTea) =>
        person.SendAsync(HttpMethod.Post, "/api/orders", body, (Header, key));
}
