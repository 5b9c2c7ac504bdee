using ErrorOr;
using Modular.Application.Orders;
using Modular.Application.Pipeline;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;
using Modular.Infrastructure.Tests.Database;

namespace Modular.Infrastructure.Tests.Orders;

/// <summary>What the port of orders promises, whichever database is behind it.</summary>
public abstract class OrderStoreContract(Store store)
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, 123, TimeSpan.FromHours(9));

    private readonly CustomerId _owner = CustomerId.New(Now);

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

    private Task<OrderDetails> AddAsync()
    {
        var line = new OrderLine(new Sku("TEA"), "Tea", 2, 350);
        return store.WithAsync<IOrderStore, OrderDetails>((orders, cancellationToken) =>
            orders.AddAsync(Order.Place(_owner, new Currency("EUR"), [line], Now), cancellationToken));
    }

    private Task<OrderDetails?> FindAsync(long id, Owner owner) => store.WithAsync<IOrderStore, OrderDetails?>(
        (orders, cancellationToken) => orders.FindAsync(new OrderId(id), owner, cancellationToken));

    private Task<ErrorOr<OrderDetails>> ChangeAsync(long id, Func<Order, ErrorOr<Success>> change) =>
        store.WithAsync<IOrderStore, ErrorOr<OrderDetails>>((orders, cancellationToken) =>
            orders.ChangeAsync(new OrderId(id), Owner.Only(_owner), change, cancellationToken));

    private Task<IEnumerable<long>> ListAsync(OrderQuery query) => store.WithAsync<IOrderStore, IEnumerable<long>>(
        async (orders, cancellationToken) => (await orders.ListAsync(_owner, query, cancellationToken)).Select(order => order.Id));
}
