using CsCheck;

namespace Modular.Domain.Tests;

public class CurrencyTests
{
    [Theory]
    [InlineData("EUR")]
    [InlineData("KRW")]
    public void A_currency_is_its_code(string code)
    {
        new Currency(code).Code.ShouldBe(code);
        new Currency(code).ToString().ShouldBe(code);
        new Currency(code).ShouldBe(new Currency(code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("EU")]
    [InlineData("EURO")]
    [InlineData("eur")]
    [InlineData("EU1")]
    [InlineData("EUR ")]
    [InlineData("ÉUR")]
    [InlineData("ＥＵＲ")]
    public void Anything_but_three_capital_letters_is_no_currency(string? code)
    {
        Currency.IsCode(code).ShouldBeFalse();
        Should.Throw<FormatException>(() => new Currency(code!)).Message.ShouldNotContain("EURO");
    }

    [Fact]
    public void A_currency_without_a_code_says_so_instead_of_being_one() =>
        Should.Throw<InvalidOperationException>(() => default(Currency).Code);

    [Fact]
    public void Any_three_capital_letters_are_a_code_and_nothing_else_is()
    {
        Law.HoldsFor(Gen.Char['A', 'Z'].Array[3], letters => Currency.IsCode(new string(letters)).ShouldBeTrue());
        Law.HoldsFor(Gen.String[0, 5], text => Currency.IsCode(text).ShouldBe(text.Length == 3 && text.All(c => c is >= 'A' and <= 'Z')));
    }
}
