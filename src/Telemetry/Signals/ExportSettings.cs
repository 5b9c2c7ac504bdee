namespace Modular.Telemetry.Signals;

/// <summary>The signals that are exported, and their targets.</summary>
/// <param name="Traces">Null where traces are not exported.</param>
/// <param name="Metrics">Null where metrics are not exported.</param>
/// <param name="Logs">Null where the log is not exported.</param>
/// <param name="Sampler">Which traces are sampled.</param>
internal sealed record ExportSettings(OtlpTarget? Traces, OtlpTarget? Metrics, OtlpTarget? Logs, SamplerSetting Sampler)
{
    /// <summary>Whether any signal is exported.</summary>
    public bool Any => Traces is not null || Metrics is not null || Logs is not null;
}
