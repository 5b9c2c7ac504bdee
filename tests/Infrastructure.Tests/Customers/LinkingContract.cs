using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Modular.Application.Customers;
using Modular.Application.Orders;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;
using Modular.Infrastructure.Database;
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

        var owner = await store.WriteAsync(async (db, cancellationToken) =>
        {
            var order = Order.Place(unused, new Currency("EUR"), [new OrderLine(new Sku("TEA"), "Tea", 1, 100)], Now);
            db.Orders.Add(order);
            await db.SaveChangesAsync(cancellationToken);
            return await db.Orders.AsNoTracking().Where(o => o.Id == order.Id).Select(o => o.CustomerId).SingleAsync(cancellationToken);
        });

        owner.ShouldBe(id);
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
    public async Task An_order_of_a_customer_who_is_suspended_by_now_is_refused()
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
    public async Task Whoever_became_part_of_one_who_becomes_part_of_a_third_is_found_in_one_step()
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

    private Task<ErrorOr<OrderDetails>> PlaceAsync(CustomerId owner, IdempotencyKey? key = null) =>
        store.WithAsync<IOrderStore, ErrorOr<OrderDetails>>((orders, cancellationToken) => orders.AddAsync(
            owner,
            customer => Order.Place(customer, new Currency("EUR"), [new OrderLine(new Sku("TEA"), "Tea", 1, 100)], TimeProvider.System.GetUtcNow()),
            key,
            cancellationToken));

    private Task<LinkOutcome> LinkAsync(LinkTarget target, string subject, bool dryRun = false) =>
        store.WithAsync<ICustomerStore, LinkOutcome>((customers, cancellationToken) =>
            customers.LinkAsync(target, Issuer, subject, _ => Result.Success, Stamp, dryRun, cancellationToken));
}
