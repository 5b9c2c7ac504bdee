using Modular.Domain.Orders;
using Modular.Domain.Products;

namespace Modular.Domain.Tests.Orders;

public class OrderLineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(999)]
    public void A_line_has_1_to_999_of_one_product(int quantity) => Samples.Line(quantity).Quantity.ShouldBe(quantity);

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_line_has_no_other_quantity(int quantity) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Samples.Line(quantity));

    [Theory]
    [InlineData(0)]
    [InlineData(Money.MaxPriceMinor)]
    public void A_price_is_from_nothing_to_the_largest(long price) => Samples.Line(price: price).UnitPriceMinor.ShouldBe(price);

    [Theory]
    [InlineData(-1)]
    [InlineData(Money.MaxPriceMinor + 1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_line_has_no_other_price(long price) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Samples.Line(price: price));

    [Fact]
    public void The_dearest_line_does_not_overflow() =>
        Samples.Line(OrderLine.MaxQuantity, Money.MaxPriceMinor).TotalMinor.ShouldBe(9_990_000_000_000);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_line_says_what_was_ordered(string name) =>
        Should.Throw<ArgumentException>(() => new OrderLine(new Sku("POT"), name, 1, 5400));
}
