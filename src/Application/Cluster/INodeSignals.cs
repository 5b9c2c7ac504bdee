namespace Modular.Application.Cluster;

/// <summary>
/// Tells every node, this one first, what must be known at once: whoever remembers tokens or keeps a stream open listens here. What
/// is told is in the database already, so that a node that misses a signal is late and never wrong.
/// </summary>
public interface INodeSignals
{
    /// <summary>
    /// Tells the subscribers of every node, and returns when they know. Called after the change is stored, and so takes no
    /// cancellation: a caller who hangs up ends nothing. Never fails, whatever a subscriber does.
    /// </summary>
    Task PublishAsync(NodeSignal signal);

    /// <summary>Listens on this node.</summary>
    /// <param name="subscriber">Called for each signal, by several threads at once. What it throws is logged and goes no further.</param>
    /// <returns>Ends it when disposed.</returns>
    IDisposable Subscribe(Action<NodeSignal> subscriber);
}
