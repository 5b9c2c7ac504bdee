using CsCheck;
using Modular.Domain.Orders;

namespace Modular.Domain.Tests.Orders;

/// <summary>Every sequence of status changes, with statuses that do not exist.</summary>
public class OrderLifeTests
{
    // Written out once more, so that a mistake in the code's own table is seen.
    private static readonly Dictionary<OrderStatus, OrderStatus[]> Model = new()
    {
        [OrderStatus.Placed] = [OrderStatus.Paid, OrderStatus.Cancelled],
        [OrderStatus.Paid] = [OrderStatus.Shipping, OrderStatus.Cancelled],
        [OrderStatus.Shipping] = [OrderStatus.Delivered],
        [OrderStatus.Delivered] = [],
        [OrderStatus.Cancelled] = [],
    };

    private static readonly Gen<List<OrderStatus>> Attempts = Gen.Int[0, 6].Select(number => (OrderStatus)number).List[0, 30];

    [Fact]
    public void Every_life_of_an_order_is_a_way_through_the_table() => Law.HoldsFor(Attempts, attempts =>
    {
        var order = Samples.Placed();
        var reached = new List<OrderStatus> { OrderStatus.Placed };
        foreach (var (attempt, i) in attempts.Select((attempt, i) => (attempt, i)))
        {
            var legal = Model[reached[^1]].Contains(attempt);
            order.TryBecome(attempt, Samples.Machine, Samples.Noon.AddSeconds(i)).ShouldBe(legal);
            if (legal)
            {
                reached.Add(attempt);
            }

            order.Status.ShouldBe(reached[^1]);
            order.Version.ShouldBe(reached.Count);
        }

        order.History.Select(entry => entry.Status).ShouldBe(reached);
        order.History.Select(entry => entry.At).ShouldBeInOrder();
    });

    [Fact]
    public void An_illegal_step_changes_nothing() => Law.HoldsFor(Attempts, attempts =>
    {
        var order = Samples.Placed(Samples.Line(2, 890), Samples.Line(1, 5400));
        foreach (var attempt in attempts)
        {
            var before = Snapshot(order);
            if (!order.TryBecome(attempt, Samples.Machine, Samples.Noon.AddDays(1)))
            {
                Snapshot(order).ShouldBe(before);
            }
        }
    });

    [Fact]
    public void What_was_ordered_and_by_whom_never_changes() => Law.HoldsFor(Attempts, attempts =>
    {
        var order = Samples.Placed(Samples.Line(2, 890), Samples.Line(1, 5400));
        foreach (var attempt in attempts)
        {
            order.TryBecome(attempt, Samples.Machine, Samples.Noon.AddDays(1));
        }

        order.CustomerId.ShouldBe(Samples.Alice);
        order.TotalMinor.ShouldBe(7180);
        order.Lines.Count.ShouldBe(2);
        order.PlacedAt.ShouldBe(Samples.Noon);
    });

    [Fact]
    public void The_attempts_reach_every_status_so_the_laws_above_say_something()
    {
        var reached = new HashSet<OrderStatus>();
        Law.HoldsFor(Attempts, attempts =>
        {
            var order = Samples.Placed();
            attempts.ForEach(attempt => order.TryBecome(attempt, Samples.Machine, Samples.Noon));
            reached.Add(order.Status);
        });
        reached.Order().ShouldBe(Enum.GetValues<OrderStatus>());
    }

    private static (OrderStatus Status, int Version, int Steps, DateTimeOffset Last, long Total) Snapshot(Order order) =>
        (order.Status, order.Version, order.History.Count, order.History[^1].At, order.TotalMinor);
}
