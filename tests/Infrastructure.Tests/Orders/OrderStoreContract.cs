using System.Security.Cryptography;
using System.Text;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Modular.Application.Orders;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Orders;

/// <summary>The promises of the order store, on every database.</summary>
public abstract class OrderStoreContract(Store store) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, 123, TimeSpan.FromHours(9));

    private readonly CustomerId _owner = CustomerId.New(Now);

    public async ValueTask InitializeAsync() => await store.AddCustomerAsync(_owner);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_customer_whom_the_retention_job_has_deleted_meanwhile_is_asked_to_try_again() =>
        await Should.ThrowAsync<DatabaseUnavailableException>(() => AddAsync(key: null, CustomerId.New(Now)));

    [Fact]
    public async Task What_is_stored_is_what_is_found()
    {
        var placed = await AddAsync();

        var found = await FindAsync(placed.Id, Owner.Only(_owner));

        found.ShouldNotBeNull();
        found.Lines.ShouldBe(placed.Lines);
        found.History.ShouldBe(placed.History);
        (found with { Lines = placed.Lines, History = placed.History }).ShouldBe(placed);
        found.PlacedAt.ShouldBe(Now);
        found.PlacedAt.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_strangers_order_is_not_found_and_anybodys_is()
    {
        var placed = await AddAsync();

        (await FindAsync(placed.Id, Owner.Only(CustomerId.New(Now)))).ShouldBeNull();
        (await FindAsync(placed.Id, default)).ShouldBeNull();
        (await FindAsync(placed.Id, Owner.Anybody)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_change_is_kept_with_its_history()
    {
        var placed = await AddAsync();

        var changed = await ChangeAsync(placed.Id, order => order.TryBecome(OrderStatus.Paid, Actor.Client("till"), Now) ? Result.Success : Error.Conflict());

        changed.Value.Status.ShouldBe(OrderStatus.Paid);
        (await FindAsync(placed.Id, Owner.Anybody))!.History.Select(step => (step.Status, step.By))
            .ShouldBe([(OrderStatus.Placed, $"customer:{_owner}"), (OrderStatus.Paid, "client:till")]);
    }

    [Fact]
    public async Task A_change_that_is_refused_changes_nothing()
    {
        var placed = await AddAsync();

        var refused = await ChangeAsync(placed.Id, order =>
        {
            order.TryBecome(OrderStatus.Cancelled, Actor.Customer(_owner), Now);
            return Error.Conflict("no", "No.");
        });

        refused.FirstError.Code.ShouldBe("no");
        (await FindAsync(placed.Id, Owner.Anybody))!.Status.ShouldBe(OrderStatus.Placed);
    }

    [Fact]
    public async Task Numbers_rise_and_a_page_stays_while_orders_are_being_added()
    {
        List<long> placed = [];
        for (var i = 0; i < 4; i++)
        {
            placed.Add((await AddAsync()).Id);
        }

        var first = await ListAsync(new OrderQuery(null, null, 2, NewestFirst: false));
        await AddAsync();
        var second = await ListAsync(new OrderQuery(null, new OrderId(placed[1]), 2, NewestFirst: false));
        var newest = await ListAsync(new OrderQuery(OrderStatus.Placed, new OrderId(placed[2]), 2, NewestFirst: true));

        placed.ShouldBeInOrder();
        first.Take(2).ShouldBe(placed.Take(2));
        second.Take(2).ShouldBe(placed.Skip(2));
        newest.ShouldBe([placed[1], placed[0]]);
    }

    [Fact]
    public async Task The_same_key_and_request_place_one_order_and_give_it_again_as_it_was_placed()
    {
        var first = (await AddAsync(new IdempotencyKey("k-1", Print("a")))).Value;
        await ChangeAsync(first.Id, order => order.TryBecome(OrderStatus.Paid, Actor.Client("till"), Now) ? Result.Success : Error.Conflict());

        var again = (await AddAsync(new IdempotencyKey("k-1", Print("a")))).Value;

        (again.Id, again.Status, again.Version, again.History).ShouldBe((first.Id, OrderStatus.Placed, 1, again.History));
        again.History.ShouldBe(first.History);
    }

    [Fact]
    public async Task The_same_key_with_another_request_places_nothing()
    {
        await AddAsync(new IdempotencyKey("k-2", Print("a")));
        (await AddAsync(new IdempotencyKey("k-2", Print("b")))).FirstError.ShouldBe(OrderErrors.KeyReused);
        (await ListAsync(new OrderQuery(null, null, 10, NewestFirst: false))).Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_key_belongs_to_its_customer()
    {
        var mine = (await AddAsync(new IdempotencyKey("k-3", Print("a")))).Value;
        var others = (await AddAsync(new IdempotencyKey("k-3", Print("a")), await store.AddCustomerAsync(CustomerId.New(Now)))).Value;
        others.Id.ShouldNotBe(mine.Id);
    }

    [Fact]
    public async Task A_key_is_free_again_after_a_day_whether_or_not_upkeep_came_by()
    {
        var yesterday = TimeProvider.System.GetUtcNow().AddHours(-24);
        var first = (await AddAsync(new IdempotencyKey("k-5", Print("a")), at: yesterday)).Value;
        var second = (await AddAsync(new IdempotencyKey("k-5", Print("b")))).Value;
        var again = (await AddAsync(new IdempotencyKey("k-5", Print("b")))).Value;

        second.Id.ShouldNotBe(first.Id);
        again.Id.ShouldBe(second.Id);
        (await AddAsync(new IdempotencyKey("k-5", Print("a")))).FirstError.ShouldBe(OrderErrors.KeyReused);
    }

    [Fact]
    public async Task What_a_key_was_used_for_is_told_without_placing_anything()
    {
        var key = new IdempotencyKey("k-6", Print("a"));
        (await FindPlacedAsync(key)).ShouldBeNull();
        var placed = (await AddAsync(key)).Value;

        (await FindPlacedAsync(key))!.Value.Value.Id.ShouldBe(placed.Id);
        (await FindPlacedAsync(new IdempotencyKey("k-6", Print("b"))))!.Value.FirstError.ShouldBe(OrderErrors.KeyReused);
        await AddAsync(new IdempotencyKey("k-7", Print("a")), at: TimeProvider.System.GetUtcNow().AddHours(-24));
        (await FindPlacedAsync(new IdempotencyKey("k-7", Print("a")))).ShouldBeNull();
    }

    [Fact]
    public async Task What_a_piece_of_work_saved_before_it_failed_is_undone_and_nobody_elses_who_writes_with_it()
    {
        var placed = Enumerable.Range(0, 20).Select(_ => AddAsync(key: null)).ToList();
        var failed = Enumerable.Range(0, 20).Select(_ => store.WriteAsync<bool>(async (db, cancellationToken) =>
        {
            db.Orders.Add(Order.Place(_owner, new Currency("EUR"), [new OrderLine(new Sku("TEA"), "Tea", 2, 350)], Now));
            await db.SaveChangesAsync(cancellationToken);
            throw new InvalidOperationException("No.");
        })).ToList();
        placed.AddRange(Enumerable.Range(0, 20).Select(_ => AddAsync(key: null)));

        (await Task.WhenAll(placed)).ShouldAllBe(answer => !answer.IsError);
        foreach (var answer in failed)
        {
            (await Should.ThrowAsync<InvalidOperationException>(answer)).Message.ShouldBe("No.");
        }

        (await ListAsync(new OrderQuery(null, null, 99, NewestFirst: false))).Count().ShouldBe(40);
    }

    [Fact]
    public async Task Of_twenty_requests_at_once_with_one_key_one_places()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AddAsync(new IdempotencyKey("k-4", Print("a")))));

        answers.Select(answer => answer.Value.Id).Distinct().ShouldHaveSingleItem();
        (await ListAsync(new OrderQuery(null, null, 10, NewestFirst: false))).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_hundred_changes_of_one_order_at_once_none_is_refused_and_none_is_lost()
    {
        var placed = await AddAsync();
        var started = TimeProvider.System.GetTimestamp();

        var changed = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => ChangeAsync(placed.Id, Touch)));

        TestContext.Current.TestOutputHelper?.WriteLine($"200 changes of one order at once: {TimeProvider.System.GetElapsedTime(started).TotalMilliseconds:0} ms");
        changed.ShouldAllBe(answer => !answer.IsError);
        changed.Select(answer => answer.Value.Version).Order().ShouldBe(Enumerable.Range(2, 200));
    }

    [Fact]
    public async Task The_fulfilment_queue_has_everybodys_open_orders_or_those_of_one_status()
    {
        var open = await AddAsync();
        var paid = await AddAsync();
        await ChangeAsync(paid.Id, order => order.TryBecome(OrderStatus.Paid, Actor.Client("till"), Now) ? Result.Success : Error.Conflict());
        var cancelled = await AddAsync();
        await ChangeAsync(cancelled.Id, order => order.TryBecome(OrderStatus.Cancelled, Actor.Customer(_owner), Now) ? Result.Success : Error.Conflict());

        var all = await QueueAsync(new OrderQuery(null, new OrderId(open.Id - 1), 10, NewestFirst: false));
        all.Select(order => (order.Id, order.CustomerId, order.Status)).ShouldBe(
            [(open.Id, _owner.Value, OrderStatus.Placed), (paid.Id, _owner.Value, OrderStatus.Paid)]);
        (await QueueAsync(new OrderQuery(OrderStatus.Paid, null, 10, NewestFirst: true)))[0].Id.ShouldBe(paid.Id);
        (await QueueAsync(new OrderQuery(OrderStatus.Cancelled, null, 10, NewestFirst: true)))[0].Id.ShouldBe(cancelled.Id);
    }

    [Fact]
    public async Task What_is_put_on_record_is_there_with_the_change_and_not_without()
    {
        var placed = await AddAsync();
        AuditEntry Entry(Order order) => new(Actor.Client("till"), "till", AuditAction.OrderPaid, order.CustomerId, Now) { OrderId = order.Id };

        await ChangeAsync(placed.Id, _ => Error.Conflict("no", "No."), Entry);
        await ChangeAsync(placed.Id, order => order.TryBecome(OrderStatus.Paid, Actor.Client("till"), Now) ? Result.Success : Error.Conflict(), Entry);

        var entries = await store.WithAsync<ModularDb, List<AuditEntry>>((db, cancellationToken) =>
            db.AuditEntries.AsNoTracking().Where(entry => entry.CustomerId == _owner).ToListAsync(cancellationToken));
        entries.ShouldHaveSingleItem().OrderId.ShouldBe(new OrderId(placed.Id));
    }

    [Fact]
    public async Task All_orders_of_a_customer_are_read_in_sequence_and_nobody_elses()
    {
        List<long> placed = [];
        for (var i = 0; i < 5; i++)
        {
            placed.Add((await AddAsync()).Id);
        }

        await AddAsync(key: null, await store.AddCustomerAsync(CustomerId.New(Now)));
        var all = await store.WithAsync<IOrderStore, List<long>>(async (orders, cancellationToken) =>
            await orders.AllAsync(_owner, cancellationToken).Select(order => order.Id).ToListAsync(cancellationToken));

        all.ShouldBe(placed);
    }

    // A change that is always possible: the states are only five.
    private static ErrorOr<Success> Touch(Order order)
    {
        typeof(Order).GetProperty(nameof(Order.Version))!.SetValue(order, order.Version + 1);
        return Result.Success;
    }

    private static byte[] Print(string request) => SHA256.HashData(Encoding.UTF8.GetBytes(request));

    private Task<ErrorOr<OrderDetails>?> FindPlacedAsync(IdempotencyKey key) => store.WithAsync<IOrderStore, ErrorOr<OrderDetails>?>(
        (orders, cancellationToken) => orders.FindPlacedAsync(_owner, key, cancellationToken));

    private Task<ErrorOr<OrderDetails>> AddAsync(IdempotencyKey? key, CustomerId? owner = null, DateTimeOffset? at = null) =>
        store.WithAsync<IOrderStore, ErrorOr<OrderDetails>>((orders, cancellationToken) => orders.AddAsync(
            owner ?? _owner,
            customer => Order.Place(customer, new Currency("EUR"), [new OrderLine(new Sku("TEA"), "Tea", 2, 350)], at ?? TimeProvider.System.GetUtcNow()),
            key,
            cancellationToken));

    private Task<IReadOnlyList<FulfilmentOrder>> QueueAsync(OrderQuery query) => store.WithAsync<IOrderStore, IReadOnlyList<FulfilmentOrder>>(
        (orders, cancellationToken) => orders.ListToFulfilAsync(query, cancellationToken));

    private Task<OrderDetails> AddAsync()
    {
        var line = new OrderLine(new Sku("TEA"), "Tea", 2, 350);
        return store.WithAsync<IOrderStore, OrderDetails>((orders, cancellationToken) =>
            Value(orders.AddAsync(_owner, owner => Order.Place(owner, new Currency("EUR"), [line], Now), key: null, cancellationToken)));

        static async Task<OrderDetails> Value(Task<ErrorOr<OrderDetails>> added) => (await added).Value;
    }

    private Task<OrderDetails?> FindAsync(long id, Owner owner) => store.WithAsync<IOrderStore, OrderDetails?>(
        (orders, cancellationToken) => orders.FindAsync(new OrderId(id), owner, cancellationToken));

    private Task<ErrorOr<OrderDetails>> ChangeAsync(long id, Func<Order, ErrorOr<Success>> change, Func<Order, AuditEntry>? record = null) =>
        store.WithAsync<IOrderStore, ErrorOr<OrderDetails>>((orders, cancellationToken) =>
            orders.ChangeAsync(new OrderId(id), Owner.Only(_owner), change, record, cancellationToken));

    private Task<IEnumerable<long>> ListAsync(OrderQuery query) => store.WithAsync<IOrderStore, IEnumerable<long>>(
        async (orders, cancellationToken) => (await orders.ListAsync(_owner, query, cancellationToken)).Select(order => order.Id));
}
