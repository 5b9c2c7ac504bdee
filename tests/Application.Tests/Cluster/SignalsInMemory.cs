using Modular.Application.Cluster;

namespace Modular.Application.Tests.Cluster;

internal sealed class SignalsInMemory : INodeSignals
{
    /// <summary>What was told, in sequence.</summary>
    public List<NodeSignal> Told { get; } = [];

    public Task PublishAsync(NodeSignal signal)
    {
        Told.Add(signal);
        return Task.CompletedTask;
    }

    public IDisposable Subscribe(Action<NodeSignal> subscriber) => throw new NotSupportedException();
}
