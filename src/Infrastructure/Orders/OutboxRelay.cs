using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Modular.Application.Cluster;
using Modular.Domain.Customers;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Orders;

/// <summary>
/// Moves the entries of the outbox to the events, in one sequence for all nodes, and signals every node. Entries that a node left
/// behind when it ended are moved by the next node that looks. Each database product moves the entries in its own statements.
/// </summary>
internal abstract partial class OutboxRelay(
    OutboxSignal bell, INodeSignals signals, TimeProvider time, LogFlood flood, DatabaseTrouble trouble, ILogger<OutboxRelay> logger) : BackgroundService
{
    private const int BatchSize = 500;

    // How long another node's leftovers lie at most.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Moves all that is there.</summary>
    internal async Task RelayAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<CustomerId> moved;
        do
        {
            moved = await MoveAsync(BatchSize, cancellationToken);
            foreach (var customer in moved.Distinct())
            {
                await signals.PublishAsync(new NodeSignal.OrdersChanged(customer));
            }
        }
        while (moved.Count == BatchSize);
    }

    /// <summary>Moves the oldest entries to the events, in one transaction, while no other node does.</summary>
    /// <param name="most">At most so many entries, 1 or more.</param>
    /// <param name="cancellationToken">Ends the wait for a turn.</param>
    /// <returns>The customer of each entry.</returns>
    protected abstract Task<IReadOnlyList<CustomerId>> MoveAsync(int most, CancellationToken cancellationToken);

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
                await Task.Delay(LookEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task HearAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LookEvery, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await bell.HearAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to look all the same.
        }
    }

    private void Log(Exception failure)
    {
        var name = trouble.NameOf(failure);
        var line = flood.Take($"outbox:{name}", most: 1, more => LogFailure(exception: null, name));
        if (line is not FloodedLine.Counted)
        {
            LogFailure(line is FloodedLine.WrittenWithDetails ? failure : null, name);
        }
    }

    [LoggerMessage(1401, LogLevel.Error, "Events of orders wait in the outbox, and will be tried again: {Trouble}")]
    private partial void LogFailure(Exception? exception, string trouble);
}
