using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using Modular.Application.Customers;
using Modular.Application.Identity;
using Modular.Application.Orders;
using Modular.Application.Pipeline;
using Modular.Application.Products;
using Modular.Domain.Customers;

namespace Modular.Application.Tests.Pipeline;

/// <summary>Anonymous, suspended, permission, first sight, validation, handler: in that order, and each stops the rest.</summary>
public sealed class PipelineTests : IAsyncDisposable
{
    private static readonly PlaceOrder Valid = new([new PlaceOrder.Line("POT", 1)]);
    private static readonly PlaceOrder Invalid = new(Lines: null);

    private readonly World _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Nobody_is_refused_before_anything_is_looked_at()
    {
        var answer = await _world.SendAsync(caller: null, Invalid);
        answer.Errors.ShouldBe([Refusals.Anonymous]);
        _world.Calls.Names.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_operator_is_refused_where_operators_are_not_admitted_before_anything_is_looked_at()
    {
        (await _world.SendAsOperatorAsync("suspend", Invalid)).Errors.ShouldBe([Refusals.NotPermitted]);
        (await _world.SendAsOperatorAsync("suspend", new ListProducts())).Errors.ShouldBe([Refusals.NotPermitted]);
        _world.Calls.Names.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_suspended_customer_is_refused_before_permissions_are_looked_at()
    {
        _world.Stored.AddCustomer("alice", CustomerStatus.Suspended);
        foreach (var granted in new[] { Permissions.None, Permissions.OrdersWrite, PermissionNames.All })
        {
            (await _world.SendAsync(Callers.Person(granted), Invalid)).Errors.ShouldBe([Refusals.CustomerSuspended]);
        }

        _world.Calls.Names.Distinct().ShouldBe(["ICustomerStore.FindByIdentityAsync"]);
    }

    [Fact]
    public async Task A_sign_in_that_has_ended_is_refused_before_a_suspension_is_looked_at()
    {
        _world.Stored.AddCustomer("alice", CustomerStatus.Suspended, signedOutAt: Callers.Noon);
        var before = Callers.Person(Permissions.None) with { AuthenticatedAt = Callers.Noon };
        (await _world.SendAsync(before, Invalid)).Errors.ShouldBe([Refusals.SignedOut]);

        var after = before with { AuthenticatedAt = Callers.Noon.AddSeconds(1) };
        (await _world.SendAsync(after, Invalid)).Errors.ShouldBe([Refusals.CustomerSuspended]);
    }

    [Fact]
    public async Task A_sign_in_that_is_too_old_is_refused_after_permissions_and_before_the_request_is_looked_at()
    {
        var old = Callers.Person(Permissions.AccountRead) with { AuthenticatedAt = Callers.Noon.AddHours(-1) };
        (await _world.SendAsync(old, new LinkIdentity(null))).FirstError.Code.ShouldBe("insufficient-scope");
        (await _world.SendAsync(old with { Granted = Permissions.AccountWrite }, new LinkIdentity(null))).FirstError.Code
            .ShouldBe("insufficient-user-authentication");
        _world.Stored.Customers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_who_was_made_a_suspended_or_signed_out_customer_in_the_meantime_is_refused()
    {
        _world.Calls.Before["ICustomerStore.AddAtFirstSightAsync"] = () => _world.Stored.AddCustomer("alice", CustomerStatus.Suspended);
        (await _world.SendAsync(Callers.Person(Permissions.AccountRead), new GetAccount())).FirstError.ShouldBe(Refusals.CustomerSuspended);

        _world.Calls.Before["ICustomerStore.AddAtFirstSightAsync"] = () => _world.Stored.AddCustomer("bob", signedOutAt: Callers.Noon);
        (await _world.SendAsync(Callers.Person(Permissions.AccountRead, "bob"), new GetAccount())).FirstError.ShouldBe(Refusals.SignedOut);
        _world.Calls.Names.ShouldNotContain("ICustomerStore.GetAccountAsync");
    }

    [Fact]
    public async Task Suspended_staff_is_refused_as_well_even_where_nothing_of_their_own_is_asked_for()
    {
        _world.Stored.AddCustomer("carol", CustomerStatus.Suspended);
        (await _world.SendAsync(Callers.Staff(PermissionNames.All), new ListProducts())).FirstError.ShouldBe(Refusals.CustomerSuspended);
        (await _world.SendAsync(Callers.Staff(Permissions.OrdersReadAny), new GetOrder(1))).FirstError.ShouldBe(Refusals.CustomerSuspended);
    }

    [Fact]
    public async Task A_caller_without_the_permission_is_refused_before_the_request_is_looked_at()
    {
        var answer = await _world.SendAsync(Callers.Person(Permissions.OrdersRead), Invalid);
        answer.Errors.ShouldHaveSingleItem().Code.ShouldBe("insufficient-scope");
    }

    [Fact]
    public async Task Nothing_is_created_for_a_caller_who_is_refused()
    {
        await _world.SendAsync(Callers.Person(Permissions.OrdersRead), Valid);
        await _world.SendAsync(Callers.Person(Permissions.None), new GetProfile());
        await _world.SendAsync(caller: null, Valid);
        await _world.SendAsync(Callers.Machine(PermissionNames.All), Valid);

        _world.Stored.Customers.ShouldBeEmpty();
        _world.Stored.Orders.Count.ShouldBe(0);
        _world.Calls.Names.Distinct().ShouldBe(["ICustomerStore.FindByIdentityAsync"]);
    }

    [Fact]
    public async Task A_person_is_a_customer_from_first_sight_on_before_the_request_is_looked_at()
    {
        var answer = await _world.SendAsync(Callers.Person(Permissions.OrdersWrite), Invalid);
        answer.FirstError.Type.ShouldBe(ErrorType.Validation);
        _world.Calls.Names.ShouldBe(["ICustomerStore.FindByIdentityAsync", "ICustomerStore.AddAtFirstSightAsync"]);
        _world.Stored.Customers.ShouldHaveSingleItem().Status.ShouldBe(CustomerStatus.Active);
    }

    [Fact]
    public async Task What_is_not_valid_never_reaches_the_handler()
    {
        _world.Stored.AddCustomer("alice");
        var answer = await _world.SendAsync(Callers.Person(Permissions.OrdersWrite), Invalid);
        answer.FirstError.Type.ShouldBe(ErrorType.Validation);
        _world.Calls.Names.ShouldBe(["ICustomerStore.FindByIdentityAsync"]);
    }

    [Fact]
    public async Task A_caller_who_may_reaches_the_handler_with_what_is_valid()
    {
        _world.Stored.AddCustomer("alice");
        (await _world.SendAsync(Callers.Person(Permissions.OrdersWrite), Valid)).IsError.ShouldBeFalse();
        _world.Calls.Names.ShouldBe(["ICustomerStore.FindByIdentityAsync", "IProductStore.FindAsync", "IOrderStore.AddAsync"]);
    }

    [Fact]
    public async Task A_sign_in_is_noted_once_and_an_older_one_never()
    {
        _world.Stored.AddCustomer("alice");
        await AskAsync(Callers.Noon);
        await AskAsync(Callers.Noon);
        await AskAsync(Callers.Noon.AddSeconds(-1));
        _world.Calls.Names.Count(entry => entry == "ICustomerStore.NoteSignIn").ShouldBe(1);
        _world.Stored.Customers.Single().LastSignedInAt.ShouldBe(Callers.Noon);

        await AskAsync(Callers.Noon.AddSeconds(1));
        _world.Calls.Names.Count(entry => entry == "ICustomerStore.NoteSignIn").ShouldBe(2);
        _world.Stored.Customers.Single().LastSignedInAt.ShouldBe(Callers.Noon.AddSeconds(1));

        async Task AskAsync(DateTimeOffset signedIn)
        {
            (await _world.SendAsync(Callers.Person(Permissions.AccountRead) with { AuthenticatedAt = signedIn }, new GetAccount())).IsError.ShouldBeFalse();
            await _world.WriteSignInsAsync();
        }
    }

    [Fact]
    public async Task The_sign_in_of_a_refused_request_is_not_noted()
    {
        _world.Stored.AddCustomer("alice");
        var refused = Callers.Person(Permissions.None) with { AuthenticatedAt = Callers.Noon };
        (await _world.SendAsync(refused, new GetAccount())).IsError.ShouldBeTrue();
        _world.Calls.Names.ShouldNotContain("ICustomerStore.NoteSignIn");
    }

    [Fact]
    public async Task Two_requests_of_a_new_person_make_one_customer()
    {
        var first = await _world.SendAsync(Callers.Person(Permissions.AccountRead), new GetAccount());
        var second = await _world.SendAsync(Callers.Person(Permissions.AccountRead), new GetAccount());

        second.Value.CustomerId.ShouldBe(first.Value.CustomerId);
        _world.Stored.Customers.Count.ShouldBe(1);
        _world.Calls.Names.ShouldBe(["ICustomerStore.FindByIdentityAsync", "ICustomerStore.AddAtFirstSightAsync", "ICustomerStore.GetAccountAsync", "ICustomerStore.FindByIdentityAsync", "ICustomerStore.GetAccountAsync"]);
    }

    [Fact]
    public async Task Two_first_requests_at_once_make_one_customer()
    {
        var quicker = default(CustomerId);
        _world.Calls.Before["ICustomerStore.AddAtFirstSightAsync"] = () => quicker = _world.Stored.AddCustomer("alice");
        var answer = await _world.SendAsync(Callers.Person(Permissions.AccountRead), new GetAccount());

        answer.Value.CustomerId.ShouldBe(quicker.Value);
        _world.Stored.Customers.ShouldHaveSingleItem().Id.ShouldBe(quicker);
    }

    [Fact]
    public async Task Asking_again_in_the_same_request_looks_nobody_up_again()
    {
        await using var scope = _world.Enter(Callers.Person(Permissions.AccountRead));
        var authorization = scope.ServiceProvider.GetRequiredService<IAuthorization>();
        var cancellation = TestContext.Current.CancellationToken;
        (await authorization.AuthorizeAsync(GetAccount.Access, cancellation)).IsError.ShouldBeFalse();
        (await authorization.AuthorizeAsync(GetAccount.Access, cancellation)).IsError.ShouldBeFalse();
        (await scope.ServiceProvider.GetRequiredService<ISender>().Send(new GetAccount(), cancellation)).IsError.ShouldBeFalse();

        _world.Calls.Names.ShouldBe(["ICustomerStore.FindByIdentityAsync", "ICustomerStore.AddAtFirstSightAsync", "ICustomerStore.GetAccountAsync"]);
    }

    [Fact]
    public async Task Having_come_in_once_opens_no_other_door()
    {
        await using var scope = _world.Enter(Callers.Person(Permissions.AccountRead));
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        (await sender.Send(new GetAccount(), TestContext.Current.CancellationToken)).IsError.ShouldBeFalse();
        (await sender.Send(new GetProfile(), TestContext.Current.CancellationToken)).FirstError.Code.ShouldBe("insufficient-scope");
    }

    [Fact]
    public async Task A_machine_never_gets_a_customer()
    {
        var owner = _world.Stored.AddCustomer("alice");
        var order = _world.Stored.AddOrder(owner);
        var machine = Callers.Machine(PermissionNames.All);

        (await _world.SendAsync(machine, new GetOrder(order))).Value.Id.ShouldBe(order);
        (await _world.SendAsync(machine, new ListProducts())).IsError.ShouldBeFalse();
        (await _world.SendAsync(machine, new GetProfile())).FirstError.ShouldBe(Refusals.PersonRequired);
        (await _world.SendAsync(machine, Valid)).FirstError.ShouldBe(Refusals.PersonRequired);

        _world.Calls.Names.ShouldBe(["IOrderStore.FindAsync", "IProductStore.ListAsync"]);
        _world.Stored.Customers.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_person_who_only_looks_at_the_catalogue_is_not_made_a_customer()
    {
        (await _world.SendAsync(Callers.Person(Permissions.OrdersRead), new ListProducts())).IsError.ShouldBeFalse();
        _world.Stored.Customers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_customer_is_dated_by_the_clock_that_everything_has()
    {
        _world.Time.Advance(TimeSpan.FromDays(1));
        await _world.SendAsync(Callers.Person(Permissions.AccountRead), new GetAccount());

        var bytes = _world.Stored.IdOf("alice").Value.ToByteArray(bigEndian: true);
        var made = (long)((ulong)bytes[0] << 40 | (ulong)bytes[1] << 32 | (ulong)bytes[2] << 24 | (ulong)bytes[3] << 16 | (ulong)bytes[4] << 8 | bytes[5]);
        DateTimeOffset.FromUnixTimeMilliseconds(made).ShouldBe(Callers.Noon.AddDays(1));
    }
}
