using Microsoft.Extensions.Configuration;
using Modular.Telemetry.Signals;

namespace Modular.Telemetry.Tests;

public sealed class StandardVariablesTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    [Fact]
    public void Without_an_endpoint_everything_is_off() => Read(("OTEL_SERVICE_NAME", "orders"), ("OTEL_TRACES_SAMPLER", "always_on")).IsOn.ShouldBeFalse();

    [Fact]
    public void An_endpoint_turns_every_signal_on()
    {
        var settings = Read((Endpoint, "http://collector:4318/otlp/"));

        settings.Problems.ShouldBeEmpty();
        settings.Exports.Traces!.Endpoint.ShouldBe(new Uri("http://collector:4318/otlp/v1/traces"));
        settings.Exports.Metrics!.Endpoint.ShouldBe(new Uri("http://collector:4318/otlp/v1/metrics"));
        settings.Exports.Logs!.Endpoint.ShouldBe(new Uri("http://collector:4318/otlp/v1/logs"));
        settings.Exports.Traces.IsGrpc.ShouldBeFalse();
    }

    [Theory]
    [InlineData("http://collector:4317", null, true)]
    [InlineData("http://collector:4318", null, false)]
    [InlineData("https://collector", null, false)]
    [InlineData("http://collector:4318", "grpc", true)]
    [InlineData("http://collector:4317", "http/protobuf", false)]
    public void The_protocol_is_what_is_set_or_what_the_port_is_for(string endpoint, string? protocol, bool isGrpc) =>
        Read((Endpoint, endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)).Exports.Traces!.IsGrpc.ShouldBe(isGrpc);

    [Fact]
    public void What_is_set_for_one_signal_wins_and_turns_that_one_on()
    {
        var settings = Read(
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://traces:4318/here"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "key=all"),
            ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "key=traces"),
            ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "250"),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"));

        settings.Problems.ShouldBeEmpty();
        settings.Exports.Traces.ShouldBe(new OtlpTarget(new Uri("http://traces:4318/here"), IsGrpc: false, "key=traces", TimeoutMilliseconds: 250, IsCompressed: true));
        (settings.Exports.Metrics, settings.Exports.Logs).ShouldBe((null, null));
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_SDK_DISABLED", "TRUE")]
    public void Disabled_is_off_whatever_else_is_set(string name, string value) => Read((Endpoint, "http://collector:4318"), (name, value)).IsOn.ShouldBeFalse();

    [Fact]
    public void A_signal_can_be_left_out()
    {
        var settings = Read((Endpoint, "http://collector:4318"), ("OTEL_LOGS_EXPORTER", "none"));

        settings.Exports.Logs.ShouldBeNull();
        settings.Exports.Traces.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(Endpoint, "collector:4318", "OTEL_EXPORTER_OTLP_ENDPOINT is no http or https address")]
    [InlineData(Endpoint, "http://user:secret-of-mine@collector", "OTEL_EXPORTER_OTLP_ENDPOINT is no http or https address")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "/v1/logs", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT is no http or https address")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "'http/json' is unknown. Known: grpc, http/protobuf.")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "secret-of-mine", "OTEL_EXPORTER_OTLP_HEADERS is no list of names and values")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "soon", "OTEL_EXPORTER_OTLP_TIMEOUT 'soon' is no whole number from 1")]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION", "brotli", "Known: none, gzip.")]
    [InlineData("OTEL_EXPORTER_OTLP_CERTIFICATE", "/nowhere/ca.pem", "which does not exist")]
    [InlineData("OTEL_TRACES_EXPORTER", "zipkin", "Known: otlp, none.")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes", "OTEL_TRACES_SAMPLER 'sometimes' is unknown")]
    [InlineData("OTEL_TRACES_SAMPLER", "traceidratio", "OTEL_TRACES_SAMPLER_ARG is missing")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "10 %", "OTEL_TRACES_SAMPLER_ARG '10 %' is no share of traces")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "1.1", "OTEL_TRACES_SAMPLER_ARG '1.1' is no share of traces")]
    [InlineData("OTEL_RESOURCE_ATTRIBUTES", "production", "OTEL_RESOURCE_ATTRIBUTES is no list of names and values")]
    [InlineData("OTEL_SDK_DISABLED", "yes", "Known: true, false.")]
    [InlineData("OTEL_BSP_MAX_QUEUE_SIZE", "0", "OTEL_BSP_MAX_QUEUE_SIZE '0' is no whole number from 1")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "1m", "OTEL_METRIC_EXPORT_INTERVAL '1m' is no whole number from 1")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "both", "Known: cumulative, delta, lowmemory.")]
    public void A_value_that_cannot_be_used_is_one_sentence_without_a_secret(string name, string value, string said)
    {
        var problem = Read((name, value)).Problems.ShouldHaveSingleItem();

        problem.ShouldContain(said);
        problem.ShouldContain(name);
        problem.ShouldNotContain("secret-of-mine");
    }

    [Fact]
    public void Each_variable_is_documented_and_no_other_is()
    {
        var documented = Repository.Rows("docs/configuration.md", "| OpenTelemetry's variable |").SelectMany(row => Repository.Quoted(row[0]));

        documented.ShouldBe(StandardVariables.Known, ignoreOrder: true);
    }

    private static TelemetrySettings Read(params (string Name, string? Value)[] variables) => TelemetrySettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value))).Build(),
        trustsLoopback: false);
}
