using ErrorOr;
using Modular.Application.Identity;
using Modular.Application.Orders;
using Modular.Domain.Orders;

namespace Modular.Application.Tests.Orders;

public sealed class PlaceOrderTests : IAsyncDisposable
{
    private static readonly Caller Alice = Callers.Person(Permissions.OrdersWrite);

    private readonly World _world = new();

    public PlaceOrderTests() => _world.Stored.AddCustomer("alice");

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task An_order_has_the_catalogues_names_and_prices_and_is_mine()
    {
        _world.Time.Advance(TimeSpan.FromMinutes(5));
        var order = (await PlaceAsync(("POT", 2), ("CUP", 3))).Value;

        order.Lines.ShouldBe(
            [new OrderDetails.Line("POT", "Cast-iron teapot", 2, 5400), new OrderDetails.Line("CUP", "Porcelain cup", 3, 1250)]);
        (order.TotalMinor, order.Currency, order.Status, order.PlacedAt)
            .ShouldBe((14550, "EUR", OrderStatus.Placed, Callers.Noon.AddMinutes(5)));
        _world.Stored.OrderOf(order.Id).CustomerId.ShouldBe(_world.Stored.IdOf("alice"));
    }

    [Fact]
    public async Task The_same_product_may_stand_in_two_lines() => (await PlaceAsync(("CUP", 1), ("CUP", 2))).Value.TotalMinor.ShouldBe(3750);

    [Fact]
    public async Task A_product_that_the_catalogue_does_not_have_is_named_by_its_line()
    {
        var errors = (await PlaceAsync(("POT", 1), ("SENT-SKU", 1), ("CUP", 1), ("SENT-TOO", 1))).Errors;
        Fields(errors).ShouldBe(["lines[1].sku", "lines[3].sku"]);
        AssertRepeatsNothing(errors);
        _world.Stored.Orders.Count.ShouldBe(0);
    }

    [Fact]
    public async Task An_order_is_of_one_currency()
    {
        var errors = (await PlaceAsync(("POT", 1), ("SULLOK-CHA", 1))).Errors;
        Fields(errors).ShouldBe(["lines"]);
        errors[0].Type.ShouldBe(ErrorType.Validation);
        _world.Stored.Orders.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Another_currency_is_the_orders_own() => (await PlaceAsync(("SULLOK-CHA", 2))).Value.Currency.ShouldBe("KRW");

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task An_order_has_1_to_50_lines(int lines) =>
        (await PlaceAsync([.. Enumerable.Repeat(("CUP", 1), lines)])).Value.Lines.Count.ShouldBe(lines);

    [Theory]
    [InlineData(0)]
    [InlineData(51)]
    public async Task An_order_has_no_other_number_of_lines(int lines) =>
        Fields((await PlaceAsync([.. Enumerable.Repeat(("CUP", 1), lines)])).Errors).ShouldBe(["lines"]);

    [Fact]
    public async Task Too_many_lines_are_not_looked_at_one_by_one() =>
        Fields((await PlaceAsync([.. Enumerable.Repeat(("sent wrong", 0), 1000)])).Errors).ShouldBe(["lines"]);

    [Fact]
    public async Task An_order_without_lines_is_refused() =>
        Fields((await _world.SendAsync(Alice, new PlaceOrder(Lines: null))).Errors).ShouldBe(["lines"]);

    [Fact]
    public async Task A_line_that_is_none_is_named() =>
        Fields((await _world.SendAsync(Alice, new PlaceOrder([new PlaceOrder.Line("CUP", 1), null!]))).Errors).ShouldBe(["lines[1]"]);

    [Theory]
    [InlineData(1)]
    [InlineData(999)]
    public async Task A_quantity_is_from_1_to_999(int quantity) => (await PlaceAsync(("CUP", quantity))).IsError.ShouldBeFalse();

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(int.MinValue)]
    public async Task Any_other_quantity_is_refused(int quantity) =>
        Fields((await PlaceAsync(("CUP", quantity))).Errors).ShouldBe(["lines[0].quantity"]);

    [Fact]
    public async Task A_refusal_names_every_field_and_repeats_nothing_that_was_sent()
    {
        var errors = (await PlaceAsync(("SENT sku", 987654), ("CUP", 1), (null, -987654))).Errors;
        Fields(errors).ShouldBe(["lines[0].sku", "lines[0].quantity", "lines[2].sku", "lines[2].quantity"]);
        AssertRepeatsNothing(errors);
    }

    [Fact]
    public async Task The_right_to_order_is_enough_to_order() => (await PlaceAsync(("CUP", 1))).IsError.ShouldBeFalse();

    private static IEnumerable<string> Fields(IEnumerable<Error> errors) => errors.Select(error => error.Code);

    private static void AssertRepeatsNothing(IEnumerable<Error> errors) =>
        errors.ShouldAllBe(error => !error.Description.Contains("SENT") && !error.Description.Contains("987654"));

    private Task<ErrorOr<OrderDetails>> PlaceAsync(params (string? Sku, int Quantity)[] lines) =>
        _world.SendAsync(Alice, new PlaceOrder([.. lines.Select(line => new PlaceOrder.Line(line.Sku, line.Quantity))]));
}
