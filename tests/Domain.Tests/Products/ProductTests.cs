using Modular.Domain.Products;

namespace Modular.Domain.Tests.Products;

public class ProductTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(Money.MaxPriceMinor)]
    public void A_price_is_from_nothing_to_the_largest(long minor)
    {
        var product = Priced(minor);
        product.Price.ShouldBe(new Money(minor, Samples.Euro));
        product.PriceMinor.ShouldBe(minor);
        product.Currency.ShouldBe(Samples.Euro);
    }

    [Theory]
    [InlineData(Money.MaxPriceMinor + 1)]
    [InlineData(long.MaxValue)]
    public void A_larger_price_could_overflow_an_order_and_is_refused(long minor) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Priced(minor));

    [Theory]
    [InlineData(1)]
    [InlineData(Product.MaxNameLength)]
    public void A_name_has_1_to_200_characters(int length) => Named(new string('n', length)).Name.Length.ShouldBe(length);

    [Theory]
    [InlineData(0)]
    [InlineData(Product.MaxNameLength + 1)]
    public void A_name_has_no_other_length(int length) =>
        Should.Throw<ArgumentException>(() => Named(new string('n', length)));

    [Fact]
    public void A_name_is_not_blank() => Should.Throw<ArgumentException>(() => Named("   "));

    private static Product Priced(long minor) => new(new Sku("POT"), "Pot", new Money(minor, Samples.Euro));

    private static Product Named(string name) => new(new Sku("POT"), name, new Money(1, Samples.Euro));
}
