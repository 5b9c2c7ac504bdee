using CsCheck;
using Modular.Application.Orders;
using Modular.Domain.Orders;

namespace Modular.Application.Tests.Orders;

public class OrderCursorTests
{
    [Fact]
    public void A_cursor_leads_back_to_its_order() => Law.HoldsFor(
        Gen.Long[1, long.MaxValue], number => OrderCursor.Parse(OrderCursor.At(new OrderId(number))).ShouldBe(new OrderId(number)));

    [Theory]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void The_first_and_the_last_order_have_one(long number) =>
        OrderCursor.Parse(OrderCursor.At(new OrderId(number))).ShouldBe(new OrderId(number));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("AAAAAAAAAAA")]
    [InlineData("__________8")]
    [InlineData("gAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAE=")]
    [InlineData("AAAAAAAAAAF")]
    [InlineData("AAAAAAAAA E")]
    [InlineData(" AAAAAAAAAAE")]
    [InlineData("AAAAAAAAAA+")]
    [InlineData("AAAAAAAAAA/")]
    [InlineData("AAAAAAAAAÄE")]
    [InlineData("AAAAAAA\nAAE")]
    public void Anything_that_was_never_written_is_none(string text) => OrderCursor.Parse(text).ShouldBeNull();

    [Fact]
    public void Whatever_is_read_is_exactly_what_would_be_written() => Law.HoldsFor(
        Gen.OneOf(
            Gen.String[0, 16],
            Gen.String[Gen.Char["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_="], 11, 11]),
        text =>
        {
            if (OrderCursor.Parse(text) is { } id)
            {
                id.Value.ShouldBePositive();
                OrderCursor.At(id).ShouldBe(text);
            }
        });

    [Fact]
    public void One_changed_character_never_leads_to_the_same_order() => Law.HoldsFor(
        Gen.Long[1, long.MaxValue].Select(Gen.Int[0, 10], Gen.Char["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]),
        example =>
        {
            var (number, at, other) = example;
            var text = OrderCursor.At(new OrderId(number));
            if (text[at] != other)
            {
                OrderCursor.Parse(text[..at] + other + text[(at + 1)..]).ShouldNotBe(new OrderId(number));
            }
        });
}
