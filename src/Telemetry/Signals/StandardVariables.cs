using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Modular.Telemetry.Signals;

/// <summary>
/// Reads the variables of OpenTelemetry's specification. The SDK takes its default in silence for a value that it does not understand; here each of
/// these is a sentence.
/// </summary>
/// <param name="configuration">The settings.</param>
/// <param name="problems">Gets the sentences.</param>
internal sealed class StandardVariables(IConfiguration configuration, ICollection<string> problems)
{
    /// <summary>The variables that are read, for the documentation and its test; <c>&lt;SIGNAL&gt;</c> is TRACES, METRICS or LOGS.</summary>
    public static readonly IReadOnlyList<string> Known =
    [
        "OTEL_SDK_DISABLED", "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES",
        "OTEL_<SIGNAL>_EXPORTER", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG",
        .. Ends.Select(end => Exporter + end), .. Ends.Select(end => $"{Exporter}<SIGNAL>_{end}"),
        Exporter + "CERTIFICATE", Exporter + "CLIENT_CERTIFICATE", Exporter + "CLIENT_KEY", Temporality, .. Numbers,
    ];

    private const string Exporter = "OTEL_EXPORTER_OTLP_";
    private const string Temporality = "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE";
    private const int GrpcPort = 4317;

    private static string[] Ends => ["ENDPOINT", "PROTOCOL", "HEADERS", "TIMEOUT", "COMPRESSION"];

    private static string[] Numbers =>
    [
        "OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT", "OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
        "OTEL_BLRP_SCHEDULE_DELAY", "OTEL_BLRP_EXPORT_TIMEOUT", "OTEL_BLRP_MAX_QUEUE_SIZE", "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE",
        "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_METRIC_EXPORT_TIMEOUT",
    ];

    /// <summary>Reads and checks all of them.</summary>
    public ExportSettings Read()
    {
        CheckShared();
        var sampler = Sampler();
        var exports = new ExportSettings(Target("TRACES"), Target("METRICS"), Target("LOGS"), sampler);
        return OneOf("OTEL_SDK_DISABLED", ["true", "false"]) == "true" ? new ExportSettings(Traces: null, Metrics: null, Logs: null, sampler) : exports;
    }

    // The SDK reads these itself.
    private void CheckShared()
    {
        OneOf(Temporality, ["cumulative", "delta", "lowmemory"]);
        CheckPairs("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=production");
        foreach (var name in Numbers)
        {
            Number(name);
        }

        foreach (var name in (string[])[Exporter + "CERTIFICATE", Exporter + "CLIENT_CERTIFICATE", Exporter + "CLIENT_KEY"])
        {
            if (Text(name) is { } file && !File.Exists(file))
            {
                problems.Add($"{name} names the file '{file}', which does not exist: set the path of a PEM file.");
            }
        }
    }

    private SamplerSetting Sampler()
    {
        var name = OneOf(SamplerSetting.Variable, SamplerSetting.Names) ?? SamplerSetting.Default;
        var text = Text(SamplerSetting.Argument);
        if (text is not null && !IsRatio(text))
        {
            Say($"{SamplerSetting.Argument} '{text}' is no share of traces: set 0 to 1, like 0.1.");
            return new SamplerSetting(name, Ratio: 1);
        }

        if (text is null && name.EndsWith("traceidratio", StringComparison.Ordinal))
        {
            Say($"{SamplerSetting.Variable} is {name}, and {SamplerSetting.Argument} is missing: set the share of traces, 0 to 1, like 0.1.");
        }

        return new SamplerSetting(name, text is null ? 1 : double.Parse(text, CultureInfo.InvariantCulture));
    }

    private OtlpTarget? Target(string signal)
    {
        var isOff = OneOf($"OTEL_{signal}_EXPORTER", ["otlp", "none"]) == "none";
        var own = Endpoint($"{Exporter}{signal}_ENDPOINT");
        var address = own ?? Endpoint(Exporter + "ENDPOINT");
        var protocol = OneOf($"{Exporter}{signal}_PROTOCOL", ["grpc", "http/protobuf"]) ?? OneOf(Exporter + "PROTOCOL", ["grpc", "http/protobuf"]);
        var headers = Pairs($"{Exporter}{signal}_HEADERS") ?? Pairs(Exporter + "HEADERS");
        var timeout = Number($"{Exporter}{signal}_TIMEOUT") ?? Number(Exporter + "TIMEOUT");
        var compression = OneOf($"{Exporter}{signal}_COMPRESSION", ["none", "gzip"]) ?? OneOf(Exporter + "COMPRESSION", ["none", "gzip"]);
        if (address is null || isOff)
        {
            return null;
        }

        // Without a protocol the port tells: 4317 is that of OTLP by gRPC.
        var isGrpc = protocol is null ? address.Port == GrpcPort : protocol == "grpc";
        return new OtlpTarget(isGrpc || own is not null ? address : Below(address, signal), isGrpc, headers, timeout, compression == "gzip");
    }

    private static Uri Below(Uri address, string signal) =>
        new(address.AbsoluteUri.TrimEnd('/') + "/v1/" + CultureInfo.InvariantCulture.TextInfo.ToLower(signal));

    private static bool IsRatio(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1;

    private string? Text(string name) => configuration[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private string? OneOf(string name, IReadOnlyList<string> values)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var value = values.FirstOrDefault(each => each.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (value is null)
        {
            Say($"{name} '{text}' is unknown. Known: {string.Join(", ", values)}.");
        }

        return value;
    }

    private int? Number(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            return number;
        }

        Say($"{name} '{text}' is no whole number from 1: set one.");
        return null;
    }

    private Uri? Endpoint(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0)
        {
            return address;
        }

        // It may hold a password.
        Say($"{name} is no http or https address: set it to the collector's, like http://localhost:4318, and secrets in {Exporter}HEADERS.");
        return null;
    }

    private string? Pairs(string name)
    {
        CheckPairs(name, "api-key=…");
        return Text(name);
    }

    // The values may be secrets.
    private void CheckPairs(string name, string example)
    {
        if (Text(name) is { } text && text.Split(',').Any(pair => pair.IndexOf('=', StringComparison.Ordinal) < 1))
        {
            Say($"{name} is no list of names and values: write it like {example}, with commas between.");
        }
    }

    // A variable for all signals is read once for each of them.
    private void Say(string sentence)
    {
        if (!problems.Contains(sentence))
        {
            problems.Add(sentence);
        }
    }
}
