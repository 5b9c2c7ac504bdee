namespace Modular.Application.Cluster;

/// <summary>
/// Sends signals to every node, this one first, for changes that open event streams must know at once. Each change is in the
/// database already, so that a node that misses a signal is late and never wrong.
/// </summary>
public interface INodeSignals
{
    /// <summary>
    /// Calls the subscribers of every node, and returns when they have been called. Called after the change is stored, and so takes no
    /// cancellation: a caller who hangs up ends nothing. A failure of a subscriber is not thrown.
    /// </summary>
    Task PublishAsync(NodeSignal signal);

    /// <summary>Listens on this node.</summary>
    /// <param name="subscriber">Called for each signal, by several threads at once. Its exceptions are logged.</param>
    /// <returns>Ends it when disposed.</returns>
    IDisposable Subscribe(Action<NodeSignal> subscriber);
}
