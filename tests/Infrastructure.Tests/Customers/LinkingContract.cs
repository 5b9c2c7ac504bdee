using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Modular.Application.Customers;
using Modular.Application.Orders;
using Modular.Application.Orders.Events;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Orders;
using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Customers;

/// <summary>Rule 13: what becomes of an identity, and of the customer who had it.</summary>
public abstract class LinkingContract(Store store)
{
    private const string Issuer = "https://issuer.example";

    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private static readonly AuditStamp Stamp = new(Actor.Command("test"), "test", Now);

    [Fact]
    public async Task An_order_on_its_way_follows_its_customer_into_the_other()
    {
        var id = await AddAsync("ann");
        var unused = await AddAsync("ann-next");
        (await LinkAsync(new LinkTarget.ById(id), "ann-next")).ShouldBe(new LinkOutcome(LinkOutcome.Result.Merged, unused));

        var placed = (await PlaceAsync(unused)).Value;

        (await OwnerOfAsync(placed)).ShouldBe(id);
        (await EventsOfAsync(id)).ShouldBe([placed.Id]);
        (await EventsOfAsync(unused)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_that_is_placed_while_its_customer_becomes_part_of_another_is_the_others()
    {
        var id = await AddAsync("gus");
        var unused = await AddAsync("gus-next");
        var placing = Task.FromResult<ErrorOr<OrderDetails>>(Refusals.SignedOut);

        var linked = await LinkAsync(new LinkTarget.ById(id), "gus-next", check: _ =>
        {
            // Within the transaction of the merge, which has locked both: the order waits for its end.
            placing = PlaceAsync(unused);
            return Result.Success;
        });
        var placed = (await placing).Value;

        linked.ShouldBe(new LinkOutcome(LinkOutcome.Result.Merged, unused));
        (await OwnerOfAsync(placed)).ShouldBe(id);
        (await EventsOfAsync(id)).ShouldBe([placed.Id]);
        (await EventsOfAsync(unused)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_customer_whose_order_is_being_placed_does_not_become_part_of_another()
    {
        var id = await AddAsync("hal");
        var unused = await AddAsync("hal-next");
        var linking = Task.FromResult(new LinkOutcome(LinkOutcome.Result.Linked));

        var placed = (await PlaceAsync(unused, place: () => linking = LinkAsync(new LinkTarget.ById(id), "hal-next"))).Value;

        (await linking).Kind.ShouldBe(LinkOutcome.Result.Taken);
        (await OwnerOfAsync(placed)).ShouldBe(unused);
        (await EventsOfAsync(unused)).ShouldBe([placed.Id]);
    }

    [Fact]
    public async Task A_customer_whose_order_waits_to_be_published_does_not_become_part_of_another()
    {
        var id = await AddAsync("ida");
        var unused = await AddAsync("ida-next");
        var placed = (await PlaceAsync(unused)).Value;
        (await store.WithAsync<ModularDb, int>((db, cancellationToken) => db.Set<OutboxEntry>().CountAsync(entry => entry.CustomerId == unused, cancellationToken))).ShouldBe(1);

        (await LinkAsync(new LinkTarget.ById(id), "ida-next")).Kind.ShouldBe(LinkOutcome.Result.Taken);
        (await EventsOfAsync(unused)).ShouldBe([placed.Id]);
    }

    [Fact]
    public async Task A_profile_and_an_account_on_their_way_are_the_others()
    {
        var id = await AddAsync("ben");
        var unused = await AddAsync("ben-next");
        await LinkAsync(new LinkTarget.ById(id), "ben-next");

        await store.WithAsync<ICustomerStore, bool>(async (customers, cancellationToken) =>
        {
            await customers.ReplaceProfileAsync(unused, new Profile("Ben", null, null, []), _ => Result.Success, cancellationToken);
            return true;
        });

        (await store.WithAsync<ICustomerStore, Profile>((customers, cancellationToken) => customers.GetProfileAsync(id, cancellationToken)))
            .Name.ShouldBe("Ben");
        (await store.WithAsync<ICustomerStore, Account>((customers, cancellationToken) => customers.GetAccountAsync(unused, cancellationToken)))
            .CustomerId.ShouldBe(id.Value);
    }

    [Fact]
    public async Task Nothing_on_its_way_reaches_a_customer_who_has_closed_the_account()
    {
        var id = await AddAsync("cara");
        await store.WithAsync<ICustomerStore, ErrorOr<IReadOnlyList<ExternalIdentity>>>((customers, cancellationToken) =>
            customers.CloseAsync(id, _ => Result.Success, Now, Stamp, cancellationToken));

        (await store.WithAsync<ICustomerStore, ErrorOr<Success>>((customers, cancellationToken) =>
            customers.ReplaceProfileAsync(id, new Profile("Cara", null, null, []), _ => Result.Success, cancellationToken))).FirstError.ShouldBe(Refusals.SignedOut);
        (await LinkAsync(new LinkTarget.ById(id), "cara-next")).Kind.ShouldBe(LinkOutcome.Result.NoSuchCustomer);
        (await PlaceAsync(id)).FirstError.ShouldBe(Refusals.SignedOut);
        (await store.WithAsync<ICustomerStore, Profile>((customers, cancellationToken) => customers.GetProfileAsync(id, cancellationToken)))
            .IsEmpty().ShouldBeTrue();
    }

    [Fact]
    public async Task An_order_of_a_customer_who_was_suspended_in_the_meantime_is_refused()
    {
        var id = await AddAsync("dora");
        await store.WithAsync<ICustomerStore, Customer?>((customers, cancellationToken) =>
            customers.ChangeAsync(id, customer => customer.Suspend() ? AuditAction.Suspended : null, Stamp, cancellationToken));

        (await PlaceAsync(id)).FirstError.ShouldBe(Refusals.CustomerSuspended);
    }

    [Fact]
    public async Task A_key_that_was_used_on_the_way_into_another_customer_is_the_others()
    {
        var id = await AddAsync("finn");
        var unused = await AddAsync("finn-next");
        await LinkAsync(new LinkTarget.ById(id), "finn-next");

        var key = new IdempotencyKey("k", new byte[32]);
        var first = (await PlaceAsync(unused, key)).Value;
        (await PlaceAsync(id, key)).Value.Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task A_chain_of_merges_is_followed_in_one_step()
    {
        var last = await AddAsync("cleo-3");
        var middle = await AddAsync("cleo-2");
        var first = await AddAsync("cleo-1");
        await LinkAsync(new LinkTarget.ById(middle), "cleo-1");
        var account = await store.WithAsync<ICustomerStore, Account>((customers, cancellationToken) => customers.GetAccountAsync(middle, cancellationToken));
        await store.WithAsync<ICustomerStore, ErrorOr<ExternalIdentity>>((customers, cancellationToken) => customers.UnlinkAsync(
            middle, account.Identities.Single(identity => identity.Subject == "cleo-1").Id, _ => Result.Success, Stamp, cancellationToken));

        (await LinkAsync(new LinkTarget.ById(last), "cleo-2")).Kind.ShouldBe(LinkOutcome.Result.Merged);

        (await store.WithAsync<ICustomerStore, Account>((customers, cancellationToken) => customers.GetAccountAsync(first, cancellationToken)))
            .CustomerId.ShouldBe(last.Value);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_happen_and_changes_nothing()
    {
        var id = await AddAsync("dan");
        await AddAsync("dan-next");

        (await LinkAsync(new LinkTarget.ByIdentity(Issuer, "dan"), "dan-next", dryRun: true)).Kind.ShouldBe(LinkOutcome.Result.Merged);
        (await LinkAsync(new LinkTarget.ByIdentity(Issuer, "dan"), "nobody", dryRun: true)).Kind.ShouldBe(LinkOutcome.Result.Linked);

        (await store.WithAsync<ICustomerStore, Account>((customers, cancellationToken) => customers.GetAccountAsync(id, cancellationToken)))
            .Identities.Count.ShouldBe(1);
        (await store.WithAsync<ModularDb, bool>((db, cancellationToken) =>
            db.AuditEntries.AnyAsync(entry => entry.CustomerId == id, cancellationToken))).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_is_linked_to_nobody()
    {
        (await LinkAsync(new LinkTarget.ByIdentity(Issuer, "unheard-of"), "x")).Kind.ShouldBe(LinkOutcome.Result.NoSuchCustomer);
        (await LinkAsync(new LinkTarget.ById(CustomerId.New(Now)), "x")).Kind.ShouldBe(LinkOutcome.Result.NoSuchCustomer);
    }

    [Fact]
    public async Task The_same_subject_of_another_issuer_is_somebody_else()
    {
        var id = await AddAsync("eve");
        var linked = await store.WithAsync<ICustomerStore, LinkOutcome>((customers, cancellationToken) =>
            customers.LinkAsync(new LinkTarget.ById(id), "https://issuer.example/", "eve", _ => Result.Success, Stamp, dryRun: false, cancellationToken));

        linked.Kind.ShouldBe(LinkOutcome.Result.Linked);
    }

    private Task<CustomerId> AddAsync(string subject) => store.WithAsync<ICustomerStore, CustomerId>(async (customers, cancellationToken) =>
        (await customers.AddAtFirstSightAsync(Customer.FirstSeen(CustomerId.New(Now), Issuer, subject, Now), cancellationToken)).Id);

    private Task<ErrorOr<OrderDetails>> PlaceAsync(CustomerId owner, IdempotencyKey? key = null, Action? place = null) =>
        store.WithAsync<IOrderStore, ErrorOr<OrderDetails>>((orders, cancellationToken) => orders.AddAsync(
            owner,
            customer =>
            {
                place?.Invoke();
                return Order.Place(customer, new Currency("EUR"), [new OrderLine(new Sku("TEA"), "Tea", 1, 100)], TimeProvider.System.GetUtcNow());
            },
            key,
            cancellationToken));

    private Task<CustomerId> OwnerOfAsync(OrderDetails placed) => store.WithAsync<ModularDb, CustomerId>((db, cancellationToken) =>
        db.Orders.AsNoTracking().Where(order => order.Id == new OrderId(placed.Id)).Select(order => order.CustomerId).SingleAsync(cancellationToken));

    /// <summary>The orders of the events that a customer sees, once all that waits is published.</summary>
    private async Task<IReadOnlyList<long>> EventsOfAsync(CustomerId owner)
    {
        await store.WithAsync<OutboxRelay, bool>(async (relay, cancellationToken) =>
        {
            await relay.RelayAsync(cancellationToken);
            return true;
        });
        var events = await store.WithAsync<IOrderEvents, IReadOnlyList<OrderEvent>>((stored, cancellationToken) => stored.ReadAsync(owner, after: 0, limit: 100, cancellationToken));
        return [.. events.Select(happened => happened.OrderId.Value)];
    }

    private Task<LinkOutcome> LinkAsync(LinkTarget target, string subject, bool dryRun = false, Func<Account, ErrorOr<Success>>? check = null) =>
        store.WithAsync<ICustomerStore, LinkOutcome>((customers, cancellationToken) =>
            customers.LinkAsync(target, Issuer, subject, check ?? (_ => Result.Success), Stamp, dryRun, cancellationToken));
}
