using Modular.Application.Cluster;
using Modular.Application.Customers;
using Modular.Application.Identity;
using Modular.Domain;
using Modular.Domain.Customers;

namespace Modular.Application.Tests.Customers;

/// <summary>The actions of staff and machines on customers: recorded with their actor, and signalled to every node.</summary>
public sealed class StaffActionTests : IAsyncDisposable
{
    private static readonly Caller Carol = Callers.Staff(Permissions.CustomersManage) with { AuthenticatedAt = Callers.Noon };

    private readonly World _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Every_node_is_told_who_signed_out_and_when()
    {
        var id = _world.Stored.AddCustomer("alice");
        (await _world.SendAsync(Carol, new SignOutCustomer(id.Value))).IsError.ShouldBeFalse();

        var signal = _world.Signals.Told.ShouldHaveSingleItem().ShouldBeOfType<NodeSignal.CustomerSignedOut>();
        (signal.CustomerId, signal.At).ShouldBe((id, Callers.Noon));
        signal.Identities.ShouldBe([new NodeSignal.Identity("https://issuer.example", "alice")]);
    }

    [Fact]
    public async Task Every_node_is_told_who_is_suspended_even_again()
    {
        var id = _world.Stored.AddCustomer("alice");
        await _world.SendAsync(Carol, new SuspendCustomer(id.Value));
        await _world.SendAsync(Carol, new SuspendCustomer(id.Value));

        _world.Signals.Told.Select(signal => signal.CustomerId).ShouldBe([id, id]);
        _world.Signals.Told.ShouldAllBe(signal => signal is NodeSignal.CustomerSuspended);
        _world.Stored.Trail.ShouldHaveSingleItem().Action.ShouldBe(AuditAction.Suspended);
    }

    [Fact]
    public async Task The_trail_names_staff_by_our_id_and_a_machine_by_its_client()
    {
        var id = _world.Stored.AddCustomer("alice");
        await _world.SendAsync(Carol, new SuspendCustomer(id.Value));
        await _world.SendAsync(Callers.Machine(Permissions.CustomersManage), new ReinstateCustomer(id.Value));

        _world.Stored.Trail.Select(entry => (entry.Action, entry.Actor.Value, entry.ClientId, entry.At)).ShouldBe(
        [
            (AuditAction.Suspended, $"customer:{_world.Stored.IdOf("carol")}", "web-client", Callers.Noon),
            (AuditAction.Reinstated, "client:fulfilment-client", "fulfilment-client", Callers.Noon),
        ]);
    }

    [Fact]
    public async Task An_operator_does_the_same_and_is_on_record_as_the_command()
    {
        var id = _world.Stored.AddCustomer("alice");
        (await _world.SendAsOperatorAsync("suspend", new SuspendCustomer(id.Value))).Value.HasChanged.ShouldBeTrue();
        (await _world.SendAsOperatorAsync("suspend", new SuspendCustomer(id.Value))).Value.HasChanged.ShouldBeFalse();
        (await _world.SendAsOperatorAsync("reinstate", new ReinstateCustomer(id.Value))).Value.HasChanged.ShouldBeTrue();
        (await _world.SendAsOperatorAsync("reinstate", new ReinstateCustomer(id.Value))).Value.HasChanged.ShouldBeFalse();

        _world.Signals.Told.Select(signal => signal.CustomerId).ShouldBe([id, id]);
        _world.Stored.Customers.ShouldHaveSingleItem().Id.ShouldBe(id);
        _world.Stored.Trail.Select(entry => (entry.Action, entry.Actor.Value, entry.ClientId, entry.At)).ShouldBe(
        [
            (AuditAction.Suspended, "command:suspend", "suspend", Callers.Noon),
            (AuditAction.Reinstated, "command:reinstate", "reinstate", Callers.Noon),
        ]);
    }

    [Fact]
    public async Task Nobody_is_told_of_what_did_not_happen()
    {
        var carol = _world.Stored.AddCustomer("carol");
        (await _world.SendAsync(Carol, new SuspendCustomer(carol.Value))).FirstError.ShouldBe(CustomerErrors.OwnSuspension);
        (await _world.SendAsync(Carol, new SuspendCustomer(Guid.NewGuid()))).FirstError.ShouldBe(CustomerErrors.NotFound);
        (await _world.SendAsync(Carol, new SignOutCustomer(Guid.NewGuid()))).FirstError.ShouldBe(CustomerErrors.NotFound);

        _world.Signals.Told.ShouldBeEmpty();
        _world.Stored.Trail.ShouldBeEmpty();
    }

    [Fact]
    public async Task Staff_who_may_not_or_signed_in_too_long_ago_are_made_no_customer()
    {
        await _world.SendAsync(Carol with { Groups = [] }, new SuspendCustomer(Guid.NewGuid()));
        await _world.SendAsync(Carol with { AuthenticatedAt = Callers.Noon.AddHours(-1) }, new SuspendCustomer(Guid.NewGuid()));

        _world.Stored.Customers.ShouldBeEmpty();
    }

    [Fact]
    public void A_signal_that_is_printed_names_nobody() =>
        new NodeSignal.IdentitiesUnlinked(CustomerId.New(Callers.Noon), [new("https://issuer.example", "alice")]).ToString()
            .ShouldBe("IdentitiesUnlinked");
}
