namespace Modular.Telemetry.Signals;

/// <summary>Which traces are sampled, as <c>OTEL_TRACES_SAMPLER</c> says.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="Ratio">The share of the traces, where the name speaks of one.</param>
internal sealed record SamplerSetting(string Name, double Ratio)
{
    public const string Variable = "OTEL_TRACES_SAMPLER";
    public const string Argument = "OTEL_TRACES_SAMPLER_ARG";
    public const string Default = "parentbased_always_on";

    /// <summary>The samplers of the specification that are known here.</summary>
    public static IReadOnlyList<string> Names => ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];
}
