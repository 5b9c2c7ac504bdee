using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Modular.Application.Cluster;

namespace Modular.Infrastructure.Cluster;

/// <summary>Signals on a node that runs alone: its own subscribers, in the sequence in which they came.</summary>
internal sealed partial class LocalSignals(ILogger<LocalSignals> logger) : INodeSignals
{
    private ImmutableArray<Subscription> _subscriptions = [];

    public Task PublishAsync(NodeSignal signal)
    {
        foreach (var subscription in _subscriptions)
        {
            try
            {
                subscription.Subscriber(signal);
            }
            catch (Exception bug)
            {
                // The change has happened, and the next subscriber has to know.
                LogBug(bug, signal.GetType().Name);
            }
        }

        return Task.CompletedTask;
    }

    public IDisposable Subscribe(Action<NodeSignal> subscriber)
    {
        var subscription = new Subscription(this, subscriber);
        ImmutableInterlocked.Update(ref _subscriptions, all => all.Add(subscription));
        return subscription;
    }

    [LoggerMessage(1301, LogLevel.Error, "A subscriber failed on {Signal}")]
    private partial void LogBug(Exception bug, string signal);

    private sealed class Subscription(LocalSignals signals, Action<NodeSignal> subscriber) : IDisposable
    {
        public Action<NodeSignal> Subscriber { get; } = subscriber;

        public void Dispose() => ImmutableInterlocked.Update(ref signals._subscriptions, all => all.Remove(this));
    }
}
