using ErrorOr;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Orders;
using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Application.Tests.Orders;

/// <summary>A watch over orders: told by signals when to look, by the clock how long it may stay.</summary>
public sealed class OrderWatchTests : IDisposable
{
    private static readonly Caller Alice = Callers.Person(Permissions.OrdersRead);

    private readonly World _world = new();
    private readonly CustomerId _alice;
    private bool _isTokenGood = true;

    public OrderWatchTests() => _alice = _world.Customers.Know("alice");

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task It_begins_where_the_sequence_ends_and_tells_what_comes_when_it_is_signalled()
    {
        _world.Events.Happen(_alice, 1, OrderStatus.Placed);
        await using var watch = await OpenAsync();
        (await watch.NextAsync()).ShouldBe(new OrderNotice.Began(1, IsReset: false));

        var next = watch.NextAsync();
        next.IsCompleted.ShouldBeFalse();
        _world.Events.Happen(_alice, 1, OrderStatus.Paid);
        await _world.Signals.PublishAsync(new NodeSignal.OrdersChanged(_alice));

        (await next).ShouldBe(new OrderNotice.Happened(new OrderEvent(2, new OrderId(1), OrderStatus.Paid, Callers.Noon)));
    }

    [Fact]
    public async Task What_comes_between_two_looks_without_a_signal_is_told_by_the_next_one()
    {
        await using var watch = await OpenAsync();
        await watch.NextAsync();
        var next = watch.NextAsync();
        _world.Events.Happen(_alice, 1, OrderStatus.Placed);

        _world.Time.Advance(OrderWatch.CheckEvery);

        (await next).ShouldBeOfType<OrderNotice.Quiet>();
        (await watch.NextAsync()).ShouldBeOfType<OrderNotice.Happened>().Event.Position.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_elses_changes_are_told_or_wake_it()
    {
        var bob = _world.Customers.Know("bob");
        await using var watch = await OpenAsync();
        await watch.NextAsync();
        var next = watch.NextAsync();

        _world.Events.Happen(bob, 1, OrderStatus.Placed);
        await _world.Signals.PublishAsync(new NodeSignal.OrdersChanged(bob));

        next.IsCompleted.ShouldBeFalse();
        _world.Time.Advance(OrderWatch.CheckEvery);
        (await next).ShouldBeOfType<OrderNotice.Quiet>();
    }

    [Fact]
    public async Task It_is_silent_for_15_seconds_and_no_longer()
    {
        await using var watch = await OpenAsync();
        await watch.NextAsync();
        var next = watch.NextAsync();

        _world.Time.Advance(TimeSpan.FromSeconds(15) - TimeSpan.FromMilliseconds(1));
        next.IsCompleted.ShouldBeFalse();
        _world.Time.Advance(TimeSpan.FromMilliseconds(1));

        (await next).ShouldBeOfType<OrderNotice.Quiet>();
    }

    [Fact]
    public async Task However_much_came_since_all_of_it_is_told_in_sequence()
    {
        for (var order = 1; order <= 250; order++)
        {
            _world.Events.Happen(_alice, order, OrderStatus.Placed);
        }

        await using var watch = await OpenAsync(after: 10);
        (await watch.NextAsync()).ShouldBe(new OrderNotice.Began(10, IsReset: false));

        for (var position = 11; position <= 250; position++)
        {
            (await watch.NextAsync()).ShouldBeOfType<OrderNotice.Happened>().Event.Position.ShouldBe(position);
        }
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(long.MaxValue, true)]
    public async Task Who_knows_what_is_no_longer_kept_or_never_was_has_to_look_again(long after, bool isReset)
    {
        _world.Events.Gone = 5;
        _world.Events.Happen(_alice, 1, OrderStatus.Placed);
        _world.Events.Happen(_alice, 2, OrderStatus.Placed);

        await using var watch = await OpenAsync(after);

        (await watch.NextAsync()).ShouldBe(new OrderNotice.Began(isReset ? 7 : after, isReset));
    }

    [Fact]
    public async Task It_ends_with_the_token()
    {
        await using var watch = await OpenAsync(caller: Alice with { ExpiresAt = Callers.Noon.AddSeconds(20) });
        await watch.NextAsync();
        var quiet = watch.NextAsync();
        _world.Time.Advance(OrderWatch.CheckEvery);
        await quiet;
        var last = watch.NextAsync();

        _world.Time.Advance(TimeSpan.FromSeconds(5));

        (await last).ShouldBeOfType<OrderNotice.Quiet>();
        (await watch.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task It_ends_by_the_next_look_when_the_token_no_longer_holds()
    {
        await using var watch = await OpenAsync();
        await watch.NextAsync();
        var quiet = watch.NextAsync();
        _isTokenGood = false;

        _world.Time.Advance(OrderWatch.CheckEvery);

        (await quiet).ShouldBeOfType<OrderNotice.Quiet>();
        (await watch.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task It_ends_at_once_when_it_is_told_that_the_customer_is_held()
    {
        await using var watch = await OpenAsync();
        await watch.NextAsync();
        var next = watch.NextAsync();
        await _world.SendAsync(Callers.Machine(Permissions.CustomersManage), new Application.Customers.SuspendCustomer(_alice.Value));

        (await next).ShouldBeNull();
    }

    [Fact]
    public async Task A_signal_about_the_customer_that_changes_nothing_ends_nothing()
    {
        await using var watch = await OpenAsync();
        await watch.NextAsync();
        var next = watch.NextAsync();
        await _world.Signals.PublishAsync(new NodeSignal.IdentitiesUnlinked(_alice, []));

        next.IsCompleted.ShouldBeFalse();
        _world.Events.Happen(_alice, 1, OrderStatus.Placed);
        await _world.Signals.PublishAsync(new NodeSignal.OrdersChanged(_alice));
        (await next).ShouldBeOfType<OrderNotice.Happened>();
    }

    [Fact]
    public async Task Ten_may_be_open_and_one_that_is_closed_gives_its_place_back_once()
    {
        var open = new List<Opened>();
        for (var i = 0; i < 10; i++)
        {
            open.Add(await OpenAsync());
        }

        (await TryOpenAsync()).FirstError.Code.ShouldBe("too-many-streams");
        await open[0].DisposeAsync();
        await open[0].DisposeAsync();
        open[0] = await OpenAsync();
        (await TryOpenAsync()).FirstError.Code.ShouldBe("too-many-streams");

        foreach (var watch in open)
        {
            await watch.DisposeAsync();
        }

        _world.Signals.Listening.ShouldBe(0);
    }

    private Task<ErrorOr<OrderWatch>> TryOpenAsync() => _world.SendAsync(Alice, new WatchOrders(After: null));

    private async Task<Opened> OpenAsync(long? after = null, Caller? caller = null)
    {
        var watch = (await _world.SendAsync(caller ?? Alice, new WatchOrders(after))).Value;
        return new Opened(watch, watch.NoticesAsync(_ => ValueTask.FromResult(_isTokenGood), TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken));
    }

    private sealed class Opened(OrderWatch watch, IAsyncEnumerator<OrderNotice> notices) : IAsyncDisposable
    {
        /// <summary>What it tells next; null when it has ended.</summary>
        public async Task<OrderNotice?> NextAsync() => await notices.MoveNextAsync() ? notices.Current : null;

        public async ValueTask DisposeAsync()
        {
            await notices.DisposeAsync();
            await watch.DisposeAsync();
        }
    }
}
