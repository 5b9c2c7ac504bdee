namespace Modular.Api.Tests.Signals;

/// <summary>A span as a collector receives it.</summary>
internal sealed record ReceivedSpan(
    string Service, string Source, string TraceId, string SpanId, string ParentId, string Name, int Kind, IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> LinkedTraces, int Events, string StatusText)
{
    public const int Server = 2;
    public const int Client = 3;

    /// <summary>Those of a body of <c>/v1/traces</c> (opentelemetry/proto/trace/v1/trace.proto).</summary>
    public static IEnumerable<ReceivedSpan> In(ProtobufMessage body) =>
        from resource in body.All(1)
        let service = Attribute.Of(resource.One(1)!, 1)["service.name"]
        from scope in resource.All(2)
        from span in scope.All(2)
        select new ReceivedSpan(
            service, scope.One(1)?.Text(1) ?? "", span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), (int)span.Number(6), Attribute.Of(span, 9),
            [.. span.All(13).Select(link => link.Hex(1))], span.All(11).Count(), span.One(15)?.Text(2) ?? "");
}

/// <summary>An instrument as a collector receives it.</summary>
internal sealed record ReceivedMetric(string Service, string Meter, string Name, string Unit, IReadOnlyList<IReadOnlyDictionary<string, string>> Points)
{
    /// <summary>Those of a body of <c>/v1/metrics</c> (opentelemetry/proto/metrics/v1/metrics.proto).</summary>
    public static IEnumerable<ReceivedMetric> In(ProtobufMessage body) =>
        from resource in body.All(1)
        let service = Attribute.Of(resource.One(1)!, 1)["service.name"]
        from scope in resource.All(2)
        from metric in scope.All(2)
        let numbers = (metric.One(5) ?? metric.One(7))?.All(1).Select(point => Attribute.Of(point, 7)) ?? []
        let histograms = metric.One(9)?.All(1).Select(point => Attribute.Of(point, 9)) ?? []
        select new ReceivedMetric(service, scope.One(1)?.Text(1) ?? "", metric.Text(1), metric.Text(3), [.. numbers, .. histograms]);
}

/// <summary>An entry of the log as a collector receives it.</summary>
internal sealed record ReceivedLog(string Service, string Category, string Text, string TraceId, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>Those of a body of <c>/v1/logs</c> (opentelemetry/proto/logs/v1/logs.proto).</summary>
    public static IEnumerable<ReceivedLog> In(ProtobufMessage body) =>
        from resource in body.All(1)
        let service = Attribute.Of(resource.One(1)!, 1)["service.name"]
        from scope in resource.All(2)
        from entry in scope.All(2)
        select new ReceivedLog(service, scope.One(1)?.Text(1) ?? "", entry.One(5)?.Text(1) ?? "", entry.Hex(9), Attribute.Of(entry, 6));
}

internal static class Attribute
{
    /// <summary>The attributes in a field of a message, with their values as text.</summary>
    public static IReadOnlyDictionary<string, string> Of(ProtobufMessage message, int field) =>
        message.All(field).ToDictionary(pair => pair.Text(1), pair => TextOf(pair.One(2)!), StringComparer.Ordinal);

    private static string TextOf(ProtobufMessage value) =>
        value.Has(1) ? value.Text(1) : value.Has(3) ? value.Number(3).ToString(System.Globalization.CultureInfo.InvariantCulture) : "?";
}
