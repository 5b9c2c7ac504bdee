using System.Diagnostics;

namespace Modular.Infrastructure.Orders;

/// <summary>
/// Ties what the relay does to the requests that filled the outbox. One relay serves many requests, after they were answered, so its span is a trace
/// of its own with a link to each of them.
/// </summary>
internal static class OutboxTraces
{
    private static readonly ActivitySource Source = new("Modular.Orders");

    /// <summary>The trace context of the request that writes now (W3C <c>traceparent</c>); null where its trace is not recorded.</summary>
    public static string? Current => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>Begins the span of a relay that has moved something; null where nothing listens.</summary>
    /// <param name="moved">The entries that it moved.</param>
    /// <param name="startTime">When it began to.</param>
    public static Activity? Begin(MovedEntries moved, DateTimeOffset startTime) => Source.HasListeners()
        ? Source.StartActivity(
            "publish order events",
            ActivityKind.Producer,
            parentContext: default,
            tags: [new("messaging.batch.message_count", moved.Customers.Count)],
            links: LinksOf(moved),
            startTime: startTime)
        : null;

    private static List<ActivityLink> LinksOf(MovedEntries moved)
    {
        var links = new List<ActivityLink>();
        foreach (var parent in moved.TraceParents)
        {
            if (ActivityContext.TryParse(parent, traceState: null, out var context))
            {
                links.Add(new ActivityLink(context));
            }
        }

        return links;
    }
}

/// <summary>The entries that were moved from the outbox to the events.</summary>
/// <param name="Customers">The customer of each entry.</param>
/// <param name="TraceParents">The trace contexts of the requests that wrote them, of those that were recorded.</param>
internal sealed record MovedEntries(IReadOnlyList<Domain.Customers.CustomerId> Customers, IReadOnlyList<string> TraceParents)
{
    /// <summary>Nothing was there.</summary>
    public static MovedEntries None { get; } = new([], []);
}
