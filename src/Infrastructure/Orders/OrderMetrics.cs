using System.Diagnostics.Metrics;

namespace Modular.Infrastructure.Orders;

/// <summary>How quickly events of orders become known, as the meter <c>Modular.Orders</c> says.</summary>
internal sealed class OrderMetrics(IMeterFactory meters)
{
    /// <summary>Shows how long events may have been waiting in the outbox.</summary>
    public void ObserveLag(Func<double> seconds) => meters.Create("Modular.Orders").CreateObservableGauge(
        "modular.outbox.lag",
        seconds,
        "s",
        "How long an event may have been waiting: since the outbox was last seen empty. Up to 5 s where nothing happens.");
}
