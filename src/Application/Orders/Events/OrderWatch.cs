using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Modular.Application.Cluster;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Domain.Customers;

namespace Modular.Application.Orders.Events;

/// <summary>
/// An open watch over a customer's orders. Its notices come from the database; a signal only says when to look. It ends with the
/// token, and when its customer signs out, is suspended, or loses the identity: it checks that every 15 seconds, and at once after a signal. It also ends
/// after half an hour, and when a newer watch of its customer needs the place; the client then opens another one and misses nothing.
/// </summary>
public sealed class OrderWatch : IAsyncDisposable
{
    /// <summary>The interval between two checks whether the watch may go on, and the longest silence.</summary>
    public static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The longest time that a watch is open. A proxy may keep a connection whose client has gone, and only the client's return shows
    /// that it is still there.
    /// </summary>
    public static readonly TimeSpan LongestStay = TimeSpan.FromMinutes(30);

    private const int BatchSize = 100;

    private readonly IOrderEvents _events;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _time;
    private readonly OrderWatches _watches;
    private readonly Caller _caller;
    private readonly CustomerId _customer;
    private readonly DateTimeOffset _until;

    // Signals that come while the stream is busy are counted as one.
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private IDisposable? _subscription;
    private volatile bool _isInDoubt;
    private volatile bool _isDisplaced;
    private long _position;
    private bool _isReset;

    internal OrderWatch(IOrderEvents events, IServiceScopeFactory scopes, CurrentCaller me, TimeProvider time, OrderWatches watches)
    {
        _events = events;
        _scopes = scopes;
        _time = time;
        _watches = watches;
        _caller = me.Caller!;
        _customer = me.CustomerId;
        var longest = time.GetUtcNow() + LongestStay;
        _until = _caller.ExpiresAt < longest ? _caller.ExpiresAt : longest;
    }

    /// <summary>The notices, as the events happen. Ends when the watch may not go on. Enumerated once.</summary>
    /// <param name="isTokenGood">Whether the token that the watch was opened with still holds.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<OrderNotice> NoticesAsync(
        Func<CancellationToken, ValueTask<bool>> isTokenGood, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(isTokenGood);
        if (!_isDisplaced)
        {
            yield return new OrderNotice.Began(_position, _isReset);
        }

        var checkedAt = _time.GetUtcNow();
        while (_time.GetUtcNow() < _until)
        {
            if (_isDisplaced)
            {
                yield return OrderNotice.Displaced.Instance;
                yield break;
            }

            var batch = await _events.ReadAsync(_customer, _position, BatchSize, cancellationToken);
            foreach (var happened in batch)
            {
                _position = happened.Position;
                yield return new OrderNotice.Happened(happened);
            }

            if (batch.Count < BatchSize && !await RingsAsync(checkedAt + CheckEvery, cancellationToken))
            {
                yield return OrderNotice.Quiet.Instance;
            }

            if (_isInDoubt || _time.GetUtcNow() >= checkedAt + CheckEvery)
            {
                _isInDoubt = false;
                if (!await MayGoOnAsync(isTokenGood, cancellationToken))
                {
                    yield break;
                }

                checkedAt = _time.GetUtcNow();
            }
        }
    }

    /// <summary>Gives its place to another watch.</summary>
    public ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        _watches.Leave(_customer, this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes a place; a watch that gets none is displaced from the beginning.</summary>
    internal void Enter()
    {
        if (!_watches.TryEnter(_customer, this))
        {
            _isDisplaced = true;
        }
    }

    /// <summary>Tells the watch that its place was given to a newer one.</summary>
    internal void Displace()
    {
        _isDisplaced = true;
        _bell.Writer.TryWrite(true);
    }

    internal void Listen(INodeSignals signals) => _subscription = signals.Subscribe(signal =>
    {
        if (signal.CustomerId == _customer)
        {
            if (signal is not NodeSignal.OrdersChanged)
            {
                _isInDoubt = true;
            }

            _bell.Writer.TryWrite(true);
        }
    });

    internal void Begin(long? after, OrderEventRange range)
    {
        // A client that was away longer than events are kept, or that has a position of another database, must list the orders again.
        _isReset = after is { } known && !range.Continues(known);
        _position = after is { } position && !_isReset ? position : range.Last;
    }

    // Whether a signal came before the time was over.
    private async Task<bool> RingsAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (_until < until)
        {
            until = _until;
        }

        var left = until - _time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return _bell.Reader.TryRead(out _);
        }

        using var patience = new CancellationTokenSource(left, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await _bell.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> MayGoOnAsync(Func<CancellationToken, ValueTask<bool>> isTokenGood, CancellationToken cancellationToken)
    {
        using var scope = _scopes.CreateScope();
        var me = scope.ServiceProvider.GetRequiredService<CurrentCaller>();
        me.SignIn(_caller);
        var authorized = await scope.ServiceProvider.GetRequiredService<IAuthorization>().AuthorizeAsync(WatchOrders.Access, cancellationToken);
        return !authorized.IsError && me.CustomerId == _customer && await isTokenGood(cancellationToken);
    }
}

/// <summary>A notice of a watch.</summary>
public abstract record OrderNotice
{
    private OrderNotice()
    {
    }

    /// <summary>The watch is open.</summary>
    /// <param name="Position">Everything behind this position will be told.</param>
    /// <param name="IsReset">Whether events are missing behind the caller's last position: the caller has to list the orders again.</param>
    public sealed record Began(long Position, bool IsReset) : OrderNotice;

    /// <summary>An order reached a status.</summary>
    public sealed record Happened(OrderEvent Event) : OrderNotice;

    /// <summary>A newer watch of the customer has the place. It is the last notice of a watch: the client may open another one later.</summary>
    public sealed record Displaced : OrderNotice
    {
        private Displaced()
        {
        }

        internal static Displaced Instance { get; } = new();
    }

    /// <summary>Nothing happened for a while.</summary>
    public sealed record Quiet : OrderNotice
    {
        private Quiet()
        {
        }

        internal static Quiet Instance { get; } = new();
    }
}
