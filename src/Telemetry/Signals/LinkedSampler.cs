using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Modular.Telemetry.Signals;

/// <summary>Samples what goes on for a request that is sampled, too: such a span is a trace of its own, with a link to the request.</summary>
internal sealed class LinkedSampler(Sampler sampler) : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Links?.Any(link => link.Context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)) == true
            ? new SamplingResult(SamplingDecision.RecordAndSample)
            : sampler.ShouldSample(samplingParameters);
}
