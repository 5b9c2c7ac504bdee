using Modular.Domain.Customers;

namespace Modular.Domain.Tests.Customers;

public class AddressTests
{
    [Fact]
    public void An_address_is_kept_as_it_was_told()
    {
        var address = new Address("세종대로 110", null, "04524", "서울", "KR");
        (address.Line1, address.Line2, address.PostalCode, address.City, address.Country)
            .ShouldBe(("세종대로 110", null, "04524", "서울", "KR"));
    }

    [Theory]
    [InlineData("", null, "10115", "Berlin", "DE")]
    [InlineData("Torstr. 1", "", "10115", "Berlin", "DE")]
    [InlineData("Torstr. 1", null, " ", "Berlin", "DE")]
    [InlineData("Torstr. 1", null, "10115", "Ber\u0000lin", "DE")]
    [InlineData("Torstr. 1", null, "10115", "Berlin", "de")]
    [InlineData("Torstr. 1", null, "10115", "Berlin", "DEU")]
    [InlineData("Torstr. 1", null, "10115", "Berlin", "")]
    public void Each_part_has_its_form(string line1, string? line2, string postalCode, string city, string country) =>
        Should.Throw<ArgumentException>(() => new Address(line1, line2, postalCode, city, country));

    [Theory]
    [InlineData(1, true)]
    [InlineData(Address.MaxPartLength, true)]
    [InlineData(0, false)]
    [InlineData(Address.MaxPartLength + 1, false)]
    public void A_part_has_1_to_200_characters(int length, bool fits) => Address.IsPart(new string('a', length)).ShouldBe(fits);

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\tb")]
    [InlineData("a\u007Fb")]
    [InlineData("a\u0085b")]
    [InlineData("\u00A0")]
    [InlineData(null)]
    public void A_part_has_no_control_characters_and_is_not_blank(string? text) => Address.IsPart(text).ShouldBeFalse();

    [Theory]
    [InlineData("DE", true)]
    [InlineData("KR", true)]
    [InlineData("D1", false)]
    [InlineData("ÄÖ", false)]
    [InlineData("D", false)]
    [InlineData(null, false)]
    public void A_country_is_two_capital_letters(string? text, bool fits) => Address.IsCountry(text).ShouldBe(fits);
}
