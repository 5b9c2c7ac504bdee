using System.Diagnostics.Metrics;

namespace Modular.Api.Orders;

/// <summary>Counts the event streams that are open: <c>modular.event_streams.open</c>.</summary>
internal sealed class EventStreamMetrics
{
    private long _open;

    public EventStreamMetrics(IMeterFactory meters) => meters.Create("Modular.Orders").CreateObservableUpDownCounter(
        "modular.event_streams.open", () => Volatile.Read(ref _open), "{stream}", "Event streams that this node has open.");

    public void Opened() => Interlocked.Increment(ref _open);

    public void Closed() => Interlocked.Decrement(ref _open);
}
