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
using Modular.Infrastructure.Customers;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Orders;
using Modular.Infrastructure.Retention;
using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Retention;

/// <summary>Old data is deleted, in steps; young data stays.</summary>
public abstract class RetentionContract(Store store)
{
    private const string Issuer = "https://issuer.example";

    // The database decides by its own clock which entries are old.
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().ToWholeMilliseconds();

    [Fact]
    public async Task Idempotency_keys_are_kept_for_a_day()
    {
        await store.WriteAsync((db, cancellationToken) => db.Set<IdempotencyRecord>().ExecuteDeleteAsync(cancellationToken));
        await AddAsync([.. Enumerable.Range(0, 1_200).Select(i => Key($"old-{i}", Now.AddHours(-24).AddMilliseconds(-1))), Key("young", Now.AddHours(-23))]);

        await RunAsync();

        (await store.ReadAsync("SELECT key FROM idempotency_keys")).ShouldBe(["young"]);
    }

    [Fact]
    public async Task A_step_deletes_the_oldest_and_no_more_than_it_may()
    {
        await ClearEventsAsync();
        await AddAsync([.. Enumerable.Range(0, 12).Select(i => Key($"step-{i}", Now.AddDays(-30).AddHours(i))), .. Events(12, Now.AddDays(-40))]);
        var positions = await store.ReadAsync("SELECT position FROM order_events ORDER BY position");

        (await StepAsync("idempotency keys", most: 5)).ShouldBe(5);
        (await StepAsync("events of orders", most: 5)).ShouldBe(5);

        (await store.ReadAsync("SELECT key FROM idempotency_keys WHERE key LIKE 'step-%' ORDER BY at LIMIT 1")).ShouldBe(["step-5"]);
        (await store.ReadAsync("SELECT position FROM order_events ORDER BY position LIMIT 1")).ShouldBe([positions[5]]);
    }

    [Fact]
    public async Task Events_lose_their_beginning_and_where_they_go_on_stays_known()
    {
        await ClearEventsAsync();
        await AddAsync([.. Events(700, Now.AddDays(-30).AddMilliseconds(-1)), .. Events(2, Now.AddDays(-29))]);
        var positions = await store.ReadAsync("SELECT position FROM order_events ORDER BY position");

        await RunAsync();

        (await store.ReadAsync("SELECT position FROM order_events ORDER BY position")).ShouldBe(positions.TakeLast(2));
        (await RangeAsync()).Gone.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(positions[^3]);
    }

    [Fact]
    public async Task An_old_event_behind_a_young_one_stays_with_it_for_positions_have_no_holes()
    {
        await ClearEventsAsync();
        await AddAsync([.. Events(1, Now), .. Events(3, Now.AddDays(-90))]);

        await RunAsync();

        (await store.ReadAsync("SELECT position FROM order_events")).Count.ShouldBe(4);
    }

    [Fact]
    public async Task The_last_event_stays_however_old_it_is()
    {
        await ClearEventsAsync();
        await AddAsync(Events(501, Now.AddDays(-400)));
        var before = await RangeAsync();

        await RunAsync();

        (await store.ReadAsync("SELECT position FROM order_events")).Count.ShouldBe(1);
        (await RangeAsync()).ShouldBe(new OrderEventRange(before.Last - 1, before.Last));
    }

    [Fact]
    public async Task An_identity_that_was_given_up_is_forgotten_after_400_days_if_nobody_came_back()
    {
        await ReleaseAsync("gone", days: 401);
        await ReleaseAsync("young", days: 399);
        var closed = await AddCustomerAsync("closed", days: 500);
        await store.WithAsync<ICustomerStore, int>(async (customers, cancellationToken) =>
            (await customers.CloseAsync(closed, _ => Result.Success, Now.AddDays(-401), Stamp(401), cancellationToken)).Value.Count);

        await RunAsync();

        (await FindAsync("gone")).ShouldBeNull();
        (await FindAsync("closed")).ShouldBeNull();
        (await FindAsync("young")).ShouldNotBeNull();
        (await FindAsync("gone-owner")).ShouldNotBeNull();
        (await store.WithAsync<ICustomerStore, Account>((customers, cancellationToken) => customers.GetAccountAsync(closed, cancellationToken)))
            .Status.ShouldBe(CustomerStatus.Closed);
    }

    [Fact]
    public async Task A_customer_who_came_back_or_has_data_stays()
    {
        await ReleaseAsync("signed-in", days: 500);
        await ReleaseAsync("profile", days: 500);
        await ReleaseAsync("ordered", days: 500);
        await ReleaseAsync("suspended", days: 500);
        await AddCustomerAsync("never-out", days: 500);
        var signedOut = await AddCustomerAsync("out", days: 500);
        await store.WithAsync<ICustomerStore, bool>(async (customers, cancellationToken) =>
        {
            await customers.ChangeAsync(
                signedOut,
                customer =>
                {
                    customer.SignOutEverywhere(Now.AddDays(-401));
                    return AuditAction.SignedOutEverywhere;
                },
                Stamp(401),
                cancellationToken);
            customers.NoteSignIn(await IdOfAsync("signed-in"), Now.AddDays(-450));
            await customers.ReplaceProfileAsync(await IdOfAsync("profile"), new Profile("Ann", null, null, []), _ => Result.Success, cancellationToken);
            await customers.ChangeAsync(await IdOfAsync("suspended"), customer => customer.Suspend() ? AuditAction.Suspended : null, Stamp(0), cancellationToken);
            return true;
        });
        await WriteNotesAsync();
        var owner = await IdOfAsync("ordered");
        await store.WithAsync<IOrderStore, bool>(async (orders, cancellationToken) => (await orders.AddAsync(
            owner, customer => Order.Place(customer, new Currency("EUR"), [new OrderLine(new Sku("TEA"), "Tea", 1, 350)], Now), key: null, cancellationToken)).IsError);

        await RunAsync();

        foreach (var subject in new[] { "signed-in", "profile", "ordered", "suspended", "never-out", "out" })
        {
            (await FindAsync(subject)).ShouldNotBeNull(subject);
        }
    }

    [Fact]
    public async Task A_customer_who_comes_back_while_the_retention_job_deletes_them_is_asked_to_try_again()
    {
        await ReleaseAsync("returning", days: 500);
        var id = await IdOfAsync("returning");
        await RunAsync();

        await store.WithAsync<ICustomerStore, bool>(async (customers, cancellationToken) =>
        {
            customers.NoteSignIn(id, Now);
            await Should.ThrowAsync<DatabaseUnavailableException>(() => customers.GetAccountAsync(id, cancellationToken));
            return true;
        });
        (await WriteNotesAsync()).ShouldBeTrue("The note of a customer who is gone would wait for ever.");
    }

    private static AuditStamp Stamp(int daysAgo) => new(Actor.Command("test"), "test", Now.AddDays(-daysAgo));

    private static IdempotencyRecord Key(string key, DateTimeOffset at) => new(new CustomerId(Guid.NewGuid()), key, [1], new OrderId(1), at);

    private static object[] Events(int count, DateTimeOffset at) =>
        [.. Enumerable.Range(0, count).Select(_ => new StoredOrderEvent(new CustomerId(Guid.NewGuid()), new OrderId(1), OrderStatus.Placed, at))];

    private Task<int> AddAsync(object[] rows) => store.WriteAsync((db, cancellationToken) =>
    {
        db.AddRange(rows);
        return db.SaveChangesAsync(cancellationToken);
    });

    private Task<int> ClearEventsAsync() => store.WriteAsync((db, cancellationToken) => db.Set<StoredOrderEvent>().ExecuteDeleteAsync(cancellationToken));

    private Task<bool> WriteNotesAsync() => store.WithAsync<SignInNotes, bool>((notes, cancellationToken) => notes.WriteAsync(cancellationToken));

    private Task<bool> RunAsync() => store.WithAsync<RetentionService, bool>(async (upkeep, cancellationToken) =>
    {
        await upkeep.RunRoundAsync(Now, cancellationToken);
        return true;
    });

    private Task<int> StepAsync(string what, int most) => store.WithAsync<IEnumerable<IRetention>, int>((retentions, _) =>
        store.WriteAsync((db, cancellationToken) => retentions.Single(retention => retention.What == what).DeleteAsync(db, Now, most, cancellationToken)));

    private Task<OrderEventRange> RangeAsync() => store.WithAsync<IOrderEvents, OrderEventRange>((events, cancellationToken) => events.RangeAsync(cancellationToken));

    private Task<CustomerId> AddCustomerAsync(string subject, int days) => store.WithAsync<ICustomerStore, CustomerId>(async (customers, cancellationToken) =>
        (await customers.AddAtFirstSightAsync(
            Customer.FirstSeen(CustomerId.New(Now.AddDays(-days)), Issuer, subject, Now.AddDays(-days)), cancellationToken)).Id);

    /// <summary>Links an identity to a customer and removes it again, that many days ago.</summary>
    private async Task ReleaseAsync(string subject, int days)
    {
        var owner = await AddCustomerAsync(subject + "-owner", days + 1);
        await store.WithAsync<ICustomerStore, bool>(async (customers, cancellationToken) =>
        {
            await customers.LinkAsync(new LinkTarget.ById(owner), Issuer, subject, _ => Result.Success, Stamp(days + 1), dryRun: false, cancellationToken);
            var identity = (await customers.GetAccountAsync(owner, cancellationToken)).Identities.Single(linked => linked.Subject == subject);
            return (await customers.UnlinkAsync(owner, identity.Id, _ => Result.Success, Stamp(days), cancellationToken)).IsError;
        });
        (await IdOfAsync(subject)).ShouldNotBe(owner);
    }

    private async Task<CustomerId> IdOfAsync(string subject) => (await FindAsync(subject))!.Id;

    private Task<CustomerStanding?> FindAsync(string subject) => store.WithAsync<ICustomerStore, CustomerStanding?>(async (customers, cancellationToken) =>
        await customers.FindByIdentityAsync(Issuer, subject, cancellationToken));
}
