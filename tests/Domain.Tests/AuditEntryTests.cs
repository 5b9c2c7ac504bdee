using Modular.Domain.Customers;

namespace Modular.Domain.Tests;

public class AuditEntryTests
{
    private static readonly CustomerId Bob = new(new Guid("01890000-0000-7000-8000-00000000000b"));

    [Fact]
    public void An_entry_says_who_did_what_to_which_customer_from_which_client()
    {
        var entry = new AuditEntry(Samples.Machine, "fulfilment-client", AuditAction.OrderPaid, Bob, Samples.Noon);

        entry.Actor.ShouldBe(Samples.Machine);
        entry.ClientId.ShouldBe("fulfilment-client");
        entry.Action.ShouldBe(AuditAction.OrderPaid);
        entry.CustomerId.ShouldBe(Bob);
        entry.At.ShouldBe(Samples.Noon);
    }

    [Fact]
    public void The_instant_of_an_entry_is_in_UTC_with_whole_milliseconds()
    {
        var local = Samples.Noon.AddTicks(12_345).ToOffset(TimeSpan.FromHours(9));

        var at = new AuditEntry(Samples.Machine, "fulfilment-client", AuditAction.OrderPaid, Bob, local).At;

        at.ShouldBe(Samples.Noon.AddMilliseconds(1));
        at.Offset.ShouldBe(TimeSpan.Zero);
    }
}
