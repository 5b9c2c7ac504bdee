using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Modular.Application.Cluster;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Orders;

/// <summary>
/// Moves the entries of the outbox to the events, in one sequence for all nodes, and signals every node. Entries that a node left
/// behind when it ended are moved by the next node that looks. Each database product moves the entries in its own statements.
/// </summary>
internal abstract partial class OutboxRelay : BackgroundService
{
    private const int BatchSize = 500;

    // How long another node's leftovers lie at most.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly OutboxSignal _bell;
    private readonly INodeSignals _signals;
    private readonly TimeProvider _time;
    private readonly LogFlood _flood;
    private readonly DatabaseTrouble _trouble;
    private readonly DatabaseFaults _faults;
    private readonly ILogger<OutboxRelay> _logger;

    // All that was written before this moment is published.
    private long _caughtUp;

    protected OutboxRelay(Surroundings around)
    {
        (_bell, _signals, _time, _flood) = (around.Bell, around.Signals, around.Time, around.Flood);
        (_trouble, _faults, _logger) = (around.Trouble, around.Faults, around.Logger);
        _caughtUp = _time.GetTimestamp();
        around.Metrics.ObserveLag(() => _time.GetElapsedTime(Volatile.Read(ref _caughtUp)).TotalSeconds);
    }

    /// <summary>Moves all that is there.</summary>
    internal async Task RelayAsync(CancellationToken cancellationToken)
    {
        int moved;
        do
        {
            var began = _time.GetTimestamp();
            moved = await RelayBatchAsync(cancellationToken);
            if (moved < BatchSize)
            {
                Volatile.Write(ref _caughtUp, began);
            }
        }
        while (moved == BatchSize);
    }

    /// <summary>Moves the oldest entries to the events, in one transaction, while no other node does.</summary>
    /// <param name="most">At most so many entries, 1 or more.</param>
    /// <param name="cancellationToken">Ends the wait for a turn.</param>
    /// <returns>The moved entries.</returns>
    protected abstract Task<MovedEntries> MoveAsync(int most, CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RelayAsync(stoppingToken);
                await HearAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Log(failure);
                await Task.Delay(LookEvery, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> RelayBatchAsync(CancellationToken cancellationToken)
    {
        var began = _time.GetUtcNow();
        var moved = await MoveAsync(BatchSize, cancellationToken);
        if (moved.Customers.Count == 0)
        {
            return 0;
        }

        using var span = OutboxTraces.Begin(moved, began);
        foreach (var customer in moved.Customers.Distinct())
        {
            await _signals.PublishAsync(new NodeSignal.OrdersChanged(customer));
        }

        return moved.Customers.Count;
    }

    private async Task HearAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LookEvery, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _bell.HearAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to look all the same.
        }
    }

    private void Log(Exception failure)
    {
        var name = _trouble.NameOf(failure);
        _faults.Count(name);
        var line = _flood.Take($"outbox:{name}", most: 1, more => LogFailure(exception: null, name));
        if (line is not FloodedLine.Counted)
        {
            LogFailure(line is FloodedLine.WrittenWithDetails ? failure : null, name);
        }
    }

    [LoggerMessage(1401, LogLevel.Error, "Events of orders wait in the outbox, and will be tried again: {Trouble}")]
    private partial void LogFailure(Exception? exception, string trouble);

    /// <summary>The services that the relay of each product uses.</summary>
    internal sealed class Surroundings(
        OutboxSignal bell,
        INodeSignals signals,
        TimeProvider time,
        LogFlood flood,
        DatabaseTrouble trouble,
        DatabaseFaults faults,
        OrderMetrics metrics,
        ILogger<OutboxRelay> logger)
    {
        public OutboxSignal Bell => bell;

        public INodeSignals Signals => signals;

        public TimeProvider Time => time;

        public LogFlood Flood => flood;

        public DatabaseTrouble Trouble => trouble;

        public DatabaseFaults Faults => faults;

        public OrderMetrics Metrics => metrics;

        public ILogger<OutboxRelay> Logger => logger;
    }
}
