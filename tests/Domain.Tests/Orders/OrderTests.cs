using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;

namespace Modular.Domain.Tests.Orders;

public class OrderTests
{
    [Fact]
    public void A_new_order_is_placed_by_its_owner_in_version_1()
    {
        var order = Order.Place(Samples.Alice, Samples.Euro, [Samples.Line()], Samples.Noon.AddTicks(1234));

        order.Id.ShouldBe(default);
        order.CustomerId.ShouldBe(Samples.Alice);
        order.Status.ShouldBe(OrderStatus.Placed);
        order.Currency.ShouldBe(Samples.Euro);
        order.Version.ShouldBe(1);
        order.PlacedAt.ShouldBe(Samples.Noon);
        var first = order.History.ShouldHaveSingleItem();
        first.Status.ShouldBe(OrderStatus.Placed);
        first.By.ShouldBe(Actor.Customer(Samples.Alice));
        first.At.ShouldBe(Samples.Noon);
    }

    [Fact]
    public void The_total_is_the_sum_of_price_times_quantity()
    {
        var order = Samples.Placed(Samples.Line(2, 890), Samples.Line(1, 5400), Samples.Line(3, 0));
        order.TotalMinor.ShouldBe(7180);
        order.Lines.Select(line => line.TotalMinor).ShouldBe([1780, 5400, 0]);
    }

    [Fact]
    public void The_dearest_order_that_is_possible_does_not_overflow()
    {
        var dearest = Enumerable.Repeat(Samples.Line(OrderLine.MaxQuantity, Money.MaxPriceMinor), Order.MaxLines).ToArray();
        Samples.Placed(dearest).TotalMinor.ShouldBe(50L * 999 * 10_000_000_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public void An_order_has_1_to_50_lines(int lines) =>
        Samples.Placed([.. Enumerable.Repeat(Samples.Line(), lines)]).Lines.Count.ShouldBe(lines);

    [Theory]
    [InlineData(0)]
    [InlineData(51)]
    public void An_order_has_no_other_number_of_lines(int lines) => Should.Throw<ArgumentOutOfRangeException>(
        () => Order.Place(Samples.Alice, Samples.Euro, [.. Enumerable.Repeat(Samples.Line(), lines)], Samples.Noon));

    [Fact]
    public void An_order_does_not_follow_later_changes_of_the_list_it_was_placed_with()
    {
        List<OrderLine> lines = [Samples.Line()];
        var order = Order.Place(Samples.Alice, Samples.Euro, lines, Samples.Noon);
        lines.Add(Samples.Line());
        order.Lines.Count.ShouldBe(1);
    }

    [Fact]
    public void A_step_is_recorded_with_when_and_through_whom()
    {
        var order = Samples.Placed();
        order.TryBecome(OrderStatus.Paid, Samples.Machine, Samples.Noon.AddHours(1).AddTicks(9_999)).ShouldBeTrue();

        order.Version.ShouldBe(2);
        order.History[1].Status.ShouldBe(OrderStatus.Paid);
        order.History[1].By.ShouldBe(Samples.Machine);
        order.History[1].At.ShouldBe(Samples.Noon.AddHours(1));
    }

    [Fact]
    public void A_placed_order_can_be_cancelled() => Cancel(OrderStatus.Placed).ShouldBeTrue();

    [Fact]
    public void A_paid_order_can_be_cancelled() => Cancel(OrderStatus.Paid).ShouldBeTrue();

    [Fact]
    public void An_order_on_its_way_can_no_longer_be_cancelled() => Cancel(OrderStatus.Shipping).ShouldBeFalse();

    [Fact]
    public void A_delivered_order_can_no_longer_be_cancelled() => Cancel(OrderStatus.Delivered).ShouldBeFalse();

    [Fact]
    public void A_cancelled_order_is_not_cancelled_again() => Cancel(OrderStatus.Cancelled).ShouldBeFalse();

    [Fact]
    public void Nothing_ships_before_it_is_paid() =>
        Samples.Placed().TryBecome(OrderStatus.Shipping, Samples.Machine, Samples.Noon).ShouldBeFalse();

    [Fact]
    public void Orders_are_compared_by_number()
    {
        (new OrderId(1) < new OrderId(2)).ShouldBeTrue();
        (new OrderId(2) > new OrderId(1)).ShouldBeTrue();
        (new OrderId(1) < new OrderId(1)).ShouldBeFalse();
        (new OrderId(1) > new OrderId(1)).ShouldBeFalse();
    }

    [Fact]
    public void The_name_of_a_line_is_that_of_the_moment_of_the_order()
    {
        var line = new OrderLine(new Sku("POT"), "Cast-iron teapot", 2, 5400);
        (line.Sku.Value, line.Name, line.Quantity, line.UnitPriceMinor).ShouldBe(("POT", "Cast-iron teapot", 2, 5400));
    }

    [Fact]
    public void Two_customers_orders_know_whose_they_are()
    {
        var bob = new CustomerId(new Guid("01890000-0000-7000-8000-00000000000b"));
        Order.Place(bob, Samples.Euro, [Samples.Line()], Samples.Noon).CustomerId.ShouldNotBe(Samples.Placed().CustomerId);
    }

    private static bool Cancel(OrderStatus status) =>
        Samples.In(status).TryBecome(OrderStatus.Cancelled, Actor.Customer(Samples.Alice), Samples.Noon);
}
