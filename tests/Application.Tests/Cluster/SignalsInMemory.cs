using Modular.Application.Cluster;

namespace Modular.Application.Tests.Cluster;

internal sealed class SignalsInMemory : INodeSignals
{
    private readonly List<Action<NodeSignal>> _subscribers = [];

    /// <summary>The published signals, in sequence.</summary>
    public List<NodeSignal> Told { get; } = [];

    /// <summary>How many listen.</summary>
    public int Listening => _subscribers.Count;

    public Task PublishAsync(NodeSignal signal)
    {
        Told.Add(signal);
        _subscribers.ForEach(subscriber => subscriber(signal));
        return Task.CompletedTask;
    }

    public IDisposable Subscribe(Action<NodeSignal> subscriber)
    {
        _subscribers.Add(subscriber);
        return new Subscription(() => _subscribers.Remove(subscriber));
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
