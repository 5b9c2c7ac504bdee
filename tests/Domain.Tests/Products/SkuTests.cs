using CsCheck;
using Modular.Domain.Products;

namespace Modular.Domain.Tests.Products;

public class SkuTests
{
    private const string Allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

    [Theory]
    [InlineData("A")]
    [InlineData("7")]
    [InlineData("TEA-GREEN-100")]
    [InlineData("A-")]
    [InlineData("A--B")]
    [InlineData("ABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDEFGHIJ")]
    public void A_sku_is_capital_letters_digits_and_hyphens(string text)
    {
        new Sku(text).Value.ShouldBe(text);
        new Sku(text).ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-A")]
    [InlineData("tea")]
    [InlineData("TEA GREEN")]
    [InlineData("TEA\n")]
    [InlineData("TEA_1")]
    [InlineData("TÉE")]
    [InlineData("٣")]
    [InlineData("ABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDEFGHIJK")]
    public void Anything_else_is_no_sku(string? text)
    {
        Sku.IsSku(text).ShouldBeFalse();
        Should.Throw<FormatException>(() => new Sku(text!));
    }

    [Fact]
    public void Every_text_of_the_allowed_characters_is_one_unless_a_hyphen_comes_first() => Law.HoldsFor(
        Gen.Char[Allowed].Array[1, Sku.MaxLength], letters => Sku.IsSku(new string(letters)).ShouldBe(letters[0] != '-'));

    [Fact]
    public void One_other_character_anywhere_spoils_it() => Law.HoldsFor(
        Gen.Char.Where(c => !Allowed.Contains(c, StringComparison.Ordinal)).Select(Gen.Int[0, 10]),
        pair => Sku.IsSku("ABCDEFGHIJ".Insert(pair.Item2, pair.Item1.ToString())).ShouldBeFalse());

    [Fact]
    public void Skus_are_equal_by_their_text() => Law.HoldsFor(
        Gen.String[Gen.Char["ABC"], 1, 2].Select(Gen.String[Gen.Char["ABC"], 1, 2]),
        pair => (new Sku(pair.Item1) == new Sku(pair.Item2)).ShouldBe(string.Equals(pair.Item1, pair.Item2, StringComparison.Ordinal)));

    [Fact]
    public void A_sku_without_a_value_says_so_instead_of_being_one() =>
        Should.Throw<InvalidOperationException>(() => default(Sku).Value);
}
