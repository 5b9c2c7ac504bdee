using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Modular.Api.Tests.Signals;

/// <summary>A collector that takes OTLP (protobuf over HTTP), and keeps what it receives.</summary>
public sealed class OtlpSink : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();
    private readonly WebApplication _app;

    private OtlpSink(WebApplication app) => _app = app;

    /// <summary>Settings with which a program exports everything to this sink, soon.</summary>
    public (string Setting, string Value)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.Single()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "100"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "300"),
    ];

    internal IReadOnlyList<ReceivedSpan> Spans => [.. Bodies("/v1/traces").SelectMany(ReceivedSpan.In)];

    internal IReadOnlyList<ReceivedMetric> Metrics => [.. Bodies("/v1/metrics").SelectMany(ReceivedMetric.In)];

    internal IReadOnlyList<ReceivedLog> Logs => [.. Bodies("/v1/logs").SelectMany(ReceivedLog.In)];

    /// <summary>How many bodies came.</summary>
    public int Count => _received.Count;

    /// <summary>All that it received, byte by byte as text: what is in there anywhere is found in it.</summary>
    public string Everything => string.Concat(_received.Select(each => Encoding.Latin1.GetString(each.Body)));

    public static async Task<OtlpSink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var sink = new OtlpSink(builder.Build());
        sink._app.Run(sink.ReceiveAsync);
        await sink._app.StartAsync(TestContext.Current.CancellationToken);
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await using var content = http.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(http.Request.Body, CompressionMode.Decompress) : http.Request.Body;
        await content.CopyToAsync(body, http.RequestAborted);
        _received.Enqueue((http.Request.Path, body.ToArray()));
        http.Response.ContentType = "application/x-protobuf";
    }

    private IEnumerable<ProtobufMessage> Bodies(string path) => _received.Where(each => each.Path == path).Select(each => new ProtobufMessage(each.Body));
}
