namespace Modular.Domain.Tests;

public class MoneyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Money.MaxPriceMinor)]
    [InlineData(long.MaxValue)]
    public void An_amount_is_zero_or_more(long minor)
    {
        var money = new Money(minor, Samples.Euro);
        money.Minor.ShouldBe(minor);
        money.Currency.ShouldBe(Samples.Euro);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void An_amount_is_never_negative(long minor) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Money(minor, Samples.Euro));

    [Fact]
    public void The_same_amount_of_two_currencies_is_not_the_same_money() =>
        new Money(100, Samples.Euro).ShouldNotBe(new Money(100, new Currency("KRW")));
}
