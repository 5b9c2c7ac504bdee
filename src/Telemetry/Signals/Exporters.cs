using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Modular.Telemetry.Signals;

/// <summary>Exports traces, metrics and logs by OTLP, each behind the list of what may leave the program.</summary>
internal static class Exporters
{
    private const string Health = "/health";

    public static void Add(IHostApplicationBuilder builder, ExportSettings settings, string serviceName)
    {
        // Events of a span hold messages of exceptions, which may repeat what a caller sent: none is exported.
        builder.Configuration.AddInMemoryCollection([new("OTEL_SPAN_EVENT_COUNT_LIMIT", "0")]);

        // The web server and HttpClient pass the trace on by themselves. With this one, the libraries leave that to them, and baggage out.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => Describe(resource, serviceName));
        if (settings.Traces is { } traces)
        {
            telemetry.WithTracing(tracing => Add(tracing.SetSampler(new LinkedSampler(SamplerOf(settings.Sampler))), traces));
        }

        if (settings.Metrics is { } metrics)
        {
            telemetry.WithMetrics(metering => Add(metering, metrics));
        }

        if (settings.Logs is { } logs)
        {
            telemetry.WithLogging(logging => Add(logging, logs), options => options.IncludeFormattedMessage = true);
        }
    }

    private static Sampler SamplerOf(SamplerSetting setting) => setting.Name switch
    {
        "always_on" => new AlwaysOnSampler(),
        "always_off" => new AlwaysOffSampler(),
        "traceidratio" => new TraceIdRatioBasedSampler(setting.Ratio),
        "parentbased_always_off" => new ParentBasedSampler(new AlwaysOffSampler()),
        "parentbased_traceidratio" => new ParentBasedSampler(new TraceIdRatioBasedSampler(setting.Ratio)),
        _ => new ParentBasedSampler(new AlwaysOnSampler()),
    };

    // The operator's variables come last, and win.
    private static void Describe(ResourceBuilder resource, string serviceName) => resource
        .Clear()
        .AddService(serviceName, serviceVersion: Version())
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    private static void Add(TracerProviderBuilder tracing, OtlpTarget target) => tracing
        .AddSource([.. SignalNames.Sources])
        .AddAspNetCoreInstrumentation(requests => requests.Filter = http => !http.Request.Path.StartsWithSegments(Health, StringComparison.Ordinal))
        .AddProcessor(new SpanFilter())
        .AddOtlpExporter(target.ApplyTo);

    private static void Add(MeterProviderBuilder metering, OtlpTarget target) => metering
        .AddMeter([.. SignalNames.Meters])
        .AddView(SignalNames.ViewOf)

        // An exemplar has the attributes that a view has taken away.
        .SetExemplarFilter(ExemplarFilterType.AlwaysOff)
        .AddOtlpExporter(target.ApplyTo);

    private static void Add(LoggerProviderBuilder logging, OtlpTarget target) => logging
        .AddProcessor(new LogFilter())
        .AddProcessor(provider => new SampledLogs(
            new OtlpLogExporter(target.ToOptions()), provider.GetRequiredService<IOptions<BatchExportLogRecordProcessorOptions>>().Value));

    private static OtlpExporterOptions ToOptions(this OtlpTarget target)
    {
        var options = new OtlpExporterOptions();
        target.ApplyTo(options);
        return options;
    }

    private static void ApplyTo(this OtlpTarget target, OtlpExporterOptions options)
    {
        options.Endpoint = target.Endpoint;
        options.Protocol = target.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        options.Headers = target.Headers;
        options.TimeoutMilliseconds = target.TimeoutMilliseconds ?? options.TimeoutMilliseconds;
        options.Compression = target.IsCompressed ? OtlpExportCompression.GZip : OtlpExportCompression.None;
    }

    // Without the commit that the build appends behind a plus sign.
    private static string? Version() => typeof(Exporters).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
