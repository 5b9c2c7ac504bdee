using Modular.Domain.Orders;

namespace Modular.Domain.Tests.Orders;

public class OrderTransitionsTests
{
    // Rows: from. Columns: to, in the order Placed, Paid, Shipping, Delivered, Cancelled.
    private static readonly Dictionary<OrderStatus, string> Table = new()
    {
        [OrderStatus.Placed] = "-x--x",
        [OrderStatus.Paid] = "--x-x",
        [OrderStatus.Shipping] = "---x-",
        [OrderStatus.Delivered] = "-----",
        [OrderStatus.Cancelled] = "-----",
    };

    public static TheoryData<OrderStatus, OrderStatus, bool> EveryStep()
    {
        var steps = new TheoryData<OrderStatus, OrderStatus, bool>();
        foreach (var from in Enum.GetValues<OrderStatus>())
        {
            foreach (var to in Enum.GetValues<OrderStatus>())
            {
                steps.Add(from, to, Table[from][(int)to - 1] == 'x');
            }
        }

        return steps;
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public void An_order_takes_the_steps_of_the_table_and_no_other(OrderStatus from, OrderStatus to, bool legal)
    {
        from.CanBecome(to).ShouldBe(legal);
        var order = Samples.In(from);
        order.TryBecome(to, Samples.Machine, Samples.Noon).ShouldBe(legal);
        order.Status.ShouldBe(legal ? to : from);
    }

    [Fact]
    public void The_table_has_every_pair_of_the_five_statuses()
    {
        Enum.GetValues<OrderStatus>().ShouldBe(Table.Keys);
        EveryStep().Count.ShouldBe(25);
    }

    [Theory]
    [InlineData((OrderStatus)0)]
    [InlineData((OrderStatus)6)]
    [InlineData((OrderStatus)(-1))]
    public void A_status_that_does_not_exist_leads_nowhere_and_is_never_reached(OrderStatus nonsense)
    {
        foreach (var status in Enum.GetValues<OrderStatus>())
        {
            nonsense.CanBecome(status).ShouldBeFalse();
            status.CanBecome(nonsense).ShouldBeFalse();
        }
    }

    [Fact]
    public void The_stored_numbers_never_change() => Enum.GetValues<OrderStatus>().ToDictionary(status => status, status => (int)status)
        .ShouldBe(new Dictionary<OrderStatus, int>
        {
            [OrderStatus.Placed] = 1,
            [OrderStatus.Paid] = 2,
            [OrderStatus.Shipping] = 3,
            [OrderStatus.Delivered] = 4,
            [OrderStatus.Cancelled] = 5,
        });
}
