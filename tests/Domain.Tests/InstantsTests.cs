using CsCheck;

namespace Modular.Domain.Tests;

public class InstantsTests
{
    [Fact]
    public void An_instant_is_cut_to_whole_milliseconds_never_rounded_up() => Law.HoldsFor(Gen.DateTimeOffset, instant =>
    {
        var cut = instant.ToWholeMilliseconds();
        (cut.UtcTicks % TimeSpan.TicksPerMillisecond).ShouldBe(0);
        cut.ShouldBeLessThanOrEqualTo(instant);
        (instant - cut).ShouldBeLessThan(TimeSpan.FromMilliseconds(1));
    });

    [Fact]
    public void An_instant_is_kept_in_utc()
    {
        var seoul = new DateTimeOffset(2026, 3, 1, 21, 0, 0, 1, TimeSpan.FromHours(9)).AddTicks(9_999);
        var cut = seoul.ToWholeMilliseconds();
        cut.Offset.ShouldBe(TimeSpan.Zero);
        cut.ShouldBe(new DateTimeOffset(2026, 3, 1, 12, 0, 0, 1, TimeSpan.Zero));
    }

    [Fact]
    public void Cutting_twice_changes_nothing_more() => Law.HoldsFor(
        Gen.DateTimeOffset, instant => instant.ToWholeMilliseconds().ToWholeMilliseconds().ShouldBe(instant.ToWholeMilliseconds()));

    [Fact]
    public void Cutting_keeps_the_order_of_instants() => Law.HoldsFor(Gen.DateTimeOffset.Select(Gen.Long[0, 50_000]), pair =>
    {
        var (earlier, ticks) = pair;
        if (earlier.UtcTicks + ticks <= DateTimeOffset.MaxValue.UtcTicks)
        {
            earlier.ToWholeMilliseconds().ShouldBeLessThanOrEqualTo(earlier.ToUniversalTime().AddTicks(ticks).ToWholeMilliseconds());
        }
    });
}
