using Modular.AppClient.Orders;

namespace Modular.AppClient.Tests.Orders;

public sealed class MoneyTests
{
    [Theory]
    [InlineData(129000, "KRW", "₩129,000")]
    [InlineData(123456, "EUR", "€1,234.56")]
    [InlineData(5, "USD", "$0.05")]
    [InlineData(-1999, "GBP", "−£19.99")]
    [InlineData(0, "JPY", "¥0")]
    [InlineData(1234567, "KWD", "KWD\u00a01,234.567")]
    [InlineData(100, "CHF", "CHF\u00a01.00")]
    [InlineData(long.MaxValue, "EUR", "€92,233,720,368,547,758.07")]
    [InlineData(long.MinValue, "KRW", "−₩9,223,372,036,854,775,808")]
    public void Minor_units_become_an_amount_that_people_read(long minor, string currency, string text) =>
        new Money(minor, currency).ToString().ShouldBe(text);
}
