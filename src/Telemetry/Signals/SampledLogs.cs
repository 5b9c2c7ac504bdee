using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Modular.Telemetry.Signals;

/// <summary>
/// Exports warnings and errors, what belongs to no request, and the rest of the requests whose trace is sampled: an answer has a line, and a collector
/// that asked for a share of the traces gets the same share of these.
/// </summary>
internal sealed class SampledLogs(BaseExporter<LogRecord> exporter, BatchExportLogRecordProcessorOptions batch) : BatchLogRecordExportProcessor(
    exporter, batch.MaxQueueSize, batch.ScheduledDelayMilliseconds, batch.ExporterTimeoutMilliseconds, batch.MaxExportBatchSize)
{
    public override void OnEnd(LogRecord data)
    {
        if (data.LogLevel >= LogLevel.Warning || data.TraceId == default || data.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
        {
            base.OnEnd(data);
        }
    }
}
