using System.Diagnostics.Metrics;
using System.Net;
using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Orders;
using Modular.Api.Tests.Providers;
using Modular.Telemetry.Tests;

namespace Modular.Api.Tests.Signals;

/// <summary>A server that exports nothing.</summary>
public sealed class SilentTests
{
    [Theory]
    [InlineData(null, null, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9", true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://127.0.0.1:9/v1/metrics", true)]
    public async Task OpenTelemetry_is_loaded_only_with_an_endpoint(string? variable, string? value, bool isLoaded)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("What a process has loaded is read from /proc.");
        }

        await using var provider = new SharedKeyProvider();
        await using var node = await ApiNode.StartAsync(
            [.. TrustedProvider.Trusting(("main", provider)), .. variable is null ? [] : new (string, string)[] { (variable, value!) }]);
        await node.With(await provider.PersonTokenAsync("alice")).GetJsonAsync("/api/orders");

        var loaded = await File.ReadAllTextAsync($"/proc/{node.ProcessId}/maps", TestContext.Current.CancellationToken);
        loaded.ShouldContain("Modular.Telemetry.dll");
        loaded.Contains("OpenTelemetry", StringComparison.Ordinal).ShouldBe(isLoaded);
    }

    [Fact]
    public async Task A_standard_variable_that_cannot_be_used_stops_the_start_with_a_sentence_beside_the_others()
    {
        var (exitCode, _, error) = await ApiProcess.RunAsync("Production", [("OTEL_TRACES_SAMPLER", "sometimes"), ("Telemetry:TrustedParents:0", "app")]);

        exitCode.ShouldBe(1);
        error.ShouldContain("OTEL_TRACES_SAMPLER 'sometimes' is unknown. Known: always_on");
        error.ShouldContain("Telemetry:TrustedParents:0 'app' is no address and no network");
        error.ShouldContain("Identity:Providers is missing");
    }

    [Fact]
    public async Task Each_instrument_of_ours_is_documented_with_its_unit_and_no_other_is()
    {
        await using var api = new ApiHost();
        var instruments = new Dictionary<string, string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Name.StartsWith("modular.", StringComparison.Ordinal))
                {
                    lock (instruments)
                    {
                        instruments[instrument.Name] = instrument.Unit ?? "";
                    }
                }
            },
        };
        listener.Start();
        await api.SignedInAs("alice").PlaceAsync();
        using var stream = await api.SignedInAs("alice").GetAsync("/api/orders/events", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);

        var documented = Repository.Rows("docs/operations.md", "| Metric |").Select(row => (Name: row[0].Trim('`'), Unit: row[1].Trim('`')))
            .Where(row => row.Name.StartsWith("modular.", StringComparison.Ordinal));
        lock (instruments)
        {
            instruments.Select(pair => (pair.Key, pair.Value)).ShouldBe(documented, ignoreOrder: true);
        }
    }
}
