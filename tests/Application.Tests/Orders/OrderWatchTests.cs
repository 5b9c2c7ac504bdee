using Microsoft.Extensions.DependencyInjection;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Orders.Events;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;
using Modular.Domain.Orders;

namespace Modular.Application.Tests.Orders;

/// <summary>A watch over orders: told by signals when to look, by the clock how long it may stay.</summary>
public sealed class OrderWatchTests : IAsyncDisposable
{
    private static readonly Caller Alice = Callers.Person(Permissions.OrdersRead);

    private readonly World _world = new();
    private readonly CustomerId _alice;
    private bool _isTokenGood = true;

    public OrderWatchTests() => _alice = _world.Stored.AddCustomer("alice");

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task It_begins_where_the_sequence_ends_and_tells_what_comes_when_it_is_signalled()
    {
        _world.Stored.AddEvent(_alice, 1, OrderStatus.Placed);
        await using var watch = await OpenAsync();
        (await watch.NextAsync()).ShouldBe(new OrderNotice.Began(1, IsReset: false));

        var next = watch.NextAsync();
        next.IsCompleted.ShouldBeFalse();
        _world.Stored.AddEvent(_alice, 1, OrderStatus.Paid);
        await _world.Signals.PublishAsync(new NodeSignal.OrdersChanged(_alice));

        (await next).ShouldBe(new OrderNotice.Happened(new OrderEvent(2, new OrderId(1), OrderStatus.Paid, Callers.Noon)));
    }

    [Fact]
    public async Task What_comes_between_two_looks_without_a_signal_is_told_by_the_next_one()
    {
        await using var watch = await OpenAsync();
        await watch.NextAsync();
        var next = watch.NextAsync();
        _world.Stored.AddEvent(_alice, 1, OrderStatus.Placed);

        _world.Time.Advance(OrderWatch.CheckEvery);

        (await next).ShouldBeOfType<OrderNotice.Quiet>();
        (await watch.NextAsync()).ShouldBeOfType<OrderNotice.Happened>().Event.Position.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_elses_changes_are_told_or_wake_it()
    {
        var bob = _world.Stored.AddCustomer("bob");
        await using var watch = await OpenAsync();
        await watch.NextAsync();
        var next = watch.NextAsync();

        _world.Stored.AddEvent(bob, 1, OrderStatus.Placed);
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
            _world.Stored.AddEvent(_alice, order, OrderStatus.Placed);
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
        for (var gone = 1; gone <= 5; gone++)
        {
            _world.Stored.AddEvent(_alice, 1, OrderStatus.Placed);
        }

        _world.Stored.DeleteEvents();
        _world.Stored.AddEvent(_alice, 1, OrderStatus.Placed);
        _world.Stored.AddEvent(_alice, 2, OrderStatus.Placed);

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
    public async Task It_ends_at_once_after_the_signal_that_the_customer_is_suspended()
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
        _world.Stored.AddEvent(_alice, 1, OrderStatus.Placed);
        await _world.Signals.PublishAsync(new NodeSignal.OrdersChanged(_alice));
        (await next).ShouldBeOfType<OrderNotice.Happened>();
    }

    [Fact]
    public async Task The_eleventh_displaces_the_oldest_which_is_told_and_ends()
    {
        var open = await OpenManyAsync(10);
        var told = open[0].NextAsync();
        told.IsCompleted.ShouldBeFalse();

        await using var newest = await OpenAsync();

        (await told).ShouldBeOfType<OrderNotice.Displaced>();
        (await open[0].NextAsync()).ShouldBeNull();
        (await newest.NextAsync()).ShouldBeOfType<OrderNotice.Began>();
        await StillOpenAsync([.. open[1..]]);
        await LeaveAsync(open);
    }

    [Fact]
    public async Task One_that_is_closed_gives_its_place_back_once_and_displaces_none()
    {
        var open = await OpenManyAsync(10);
        await open[4].DisposeAsync();
        await open[4].DisposeAsync();

        open[4] = await OpenAsync();
        await open[4].NextAsync();

        await StillOpenAsync(open);
        await LeaveAsync(open);
        _world.Signals.Listening.ShouldBe(0);
    }

    [Fact]
    public async Task One_that_was_displaced_gives_no_place_back_when_it_is_closed()
    {
        var open = await OpenManyAsync(10);
        await using var newest = await OpenAsync();
        await newest.NextAsync();
        await open[0].DisposeAsync();

        await using var next = await OpenAsync();

        (await open[1].NextAsync()).ShouldBeOfType<OrderNotice.Displaced>();
        await LeaveAsync(open);
    }

    [Fact]
    public async Task One_that_is_displaced_while_it_waits_for_nothing_is_told_when_it_looks()
    {
        _world.Stored.AddEvent(_alice, 1, OrderStatus.Placed);
        var first = await OpenAsync(after: 0);
        await first.NextAsync();
        (await first.NextAsync()).ShouldBeOfType<OrderNotice.Happened>();
        var others = await OpenManyAsync(10);

        (await first.NextAsync()).ShouldBeOfType<OrderNotice.Displaced>();
        await LeaveAsync([first, .. others]);
    }

    [Fact]
    public async Task Clients_that_come_back_at_once_displace_ten_a_minute_and_then_are_told_to_wait_themselves()
    {
        var open = await OpenManyAsync(20);
        await using var tooMany = await OpenAsync();
        (await tooMany.NextAsync()).ShouldBeOfType<OrderNotice.Displaced>();
        (await tooMany.NextAsync()).ShouldBeNull();
        await StillOpenAsync([.. open[10..]]);

        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await using var later = await OpenAsync();
        (await later.NextAsync()).ShouldBeOfType<OrderNotice.Began>();
        await LeaveAsync(open);
    }

    [Fact]
    public async Task Another_customers_watches_displace_none_of_mine()
    {
        var open = await OpenManyAsync(10);
        _world.Stored.AddCustomer("bob");
        await using var bobs = await OpenAsync(caller: Alice with { Subject = "bob" });

        (await bobs.NextAsync()).ShouldBeOfType<OrderNotice.Began>();
        await StillOpenAsync(open);
        await LeaveAsync(open);
    }

    [Fact]
    public async Task It_ends_after_half_an_hour_so_that_a_client_that_is_gone_keeps_no_place()
    {
        await using var watch = await OpenAsync(caller: Alice with { ExpiresAt = Callers.Noon.AddHours(12) });
        await watch.NextAsync();
        var began = _world.Time.GetUtcNow();

        var next = watch.NextAsync();
        while (true)
        {
            _world.Time.Advance(OrderWatch.CheckEvery);
            if (await next is null)
            {
                break;
            }

            next = watch.NextAsync();
        }

        (_world.Time.GetUtcNow() - began).ShouldBeInRange(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(31));
    }

    private async Task<List<Opened>> OpenManyAsync(int count)
    {
        var open = new List<Opened>();
        for (var i = 0; i < count; i++)
        {
            var watch = await OpenAsync();
            (await watch.NextAsync()).ShouldBeOfType<OrderNotice.Began>();
            open.Add(watch);
        }

        return open;
    }

    /// <summary>Each of them tells what happens now.</summary>
    private async Task StillOpenAsync(IReadOnlyList<Opened> watches)
    {
        _world.Stored.AddEvent(_alice, 77, OrderStatus.Placed);
        await _world.Signals.PublishAsync(new NodeSignal.OrdersChanged(_alice));
        foreach (var watch in watches)
        {
            (await watch.NextAsync()).ShouldBeOfType<OrderNotice.Happened>().Event.OrderId.ShouldBe(new OrderId(77));
        }
    }

    private static async Task LeaveAsync(IReadOnlyList<Opened> watches)
    {
        foreach (var watch in watches)
        {
            await watch.DisposeAsync();
        }
    }

    private async Task<Opened> OpenAsync(long? after = null, Caller? caller = null)
    {
        var scope = _world.Enter(caller ?? Alice);
        var watch = (await scope.ServiceProvider.GetRequiredService<ISender>().Send(new WatchOrders(after), TestContext.Current.CancellationToken)).Value;
        return new Opened(scope, watch, watch.NoticesAsync(_ => ValueTask.FromResult(_isTokenGood), TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken));
    }

    /// <summary>A watch in the scope of its request, which lasts as long as the stream.</summary>
    private sealed class Opened(AsyncServiceScope scope, OrderWatch watch, IAsyncEnumerator<OrderNotice> notices) : IAsyncDisposable
    {
        /// <summary>The next notice; null when the watch has ended.</summary>
        public async Task<OrderNotice?> NextAsync() => await notices.MoveNextAsync() ? notices.Current : null;

        public async ValueTask DisposeAsync()
        {
            await notices.DisposeAsync();
            await watch.DisposeAsync();
            await scope.DisposeAsync();
        }
    }
}
