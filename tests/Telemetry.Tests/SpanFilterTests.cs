using System.Diagnostics;
using Modular.Telemetry.Signals;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Modular.Telemetry.Tests;

/// <summary>The spans that an in-memory exporter behind the filter gets.</summary>
public sealed class SpanFilterTests
{
    private const string Secret = "alice@example.com";

    [Fact]
    public void What_is_not_on_the_list_does_not_leave()
    {
        var exported = Export(ActivityKind.Server, span =>
        {
            foreach (var name in AllowedAttributes.OfAny)
            {
                span.SetTag(name, "kept");
            }

            foreach (var name in (string[])["url.path", "url.query", "url.full", "client.address", "user_agent.original", "server.address", "server.port", "anything"])
            {
                span.SetTag(name, Secret);
            }

            span.SetStatus(ActivityStatusCode.Error, Secret);
        });

        exported.TagObjects.Select(tag => tag.Key).ShouldBe(AllowedAttributes.OfAny, ignoreOrder: true);
        exported.TagObjects.ShouldAllBe(tag => (string?)tag.Value == "kept");
        (exported.Status, exported.StatusDescription).ShouldBe((ActivityStatusCode.Error, null));
    }

    [Fact]
    public void The_address_of_a_call_is_configured_and_stays() =>
        Export(ActivityKind.Client, span => span.SetTag("server.address", "idp.example.com").SetTag("url.full", Secret))
            .TagObjects.ShouldHaveSingleItem().Key.ShouldBe("server.address");

    [Fact]
    public void Each_attribute_is_documented_with_the_reason_and_no_other_is_documented_as_kept()
    {
        var rows = Repository.Rows("docs/security.md", "| Attribute of a span |");

        rows.Where(row => row[1] == "yes").SelectMany(row => Repository.Quoted(row[0])).ShouldBe(AllowedAttributes.OfAny, ignoreOrder: true);
        rows.Where(row => row[1] == "calls alone").SelectMany(row => Repository.Quoted(row[0])).ShouldBe(AllowedAttributes.OfCalls, ignoreOrder: true);
        rows.ShouldAllBe(row => row.Length == 3 && row[2].Length > 0);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void A_root_with_a_link_to_a_sampled_request_is_sampled(bool isSampled, bool isExported)
    {
        var link = new ActivityLink(new ActivityContext(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), isSampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None));
        var exported = new List<Activity>();
        using var source = new ActivitySource(nameof(A_root_with_a_link_to_a_sampled_request_is_sampled));
        using (Sdk.CreateTracerProviderBuilder().AddSource(source.Name).SetSampler(new LinkedSampler(new AlwaysOffSampler())).AddInMemoryExporter(exported).Build())
        {
            source.StartActivity("relay", ActivityKind.Producer, default(ActivityContext), links: [link])?.Dispose();
        }

        exported.Count.ShouldBe(isExported ? 1 : 0);
    }

    private static Activity Export(ActivityKind kind, Action<Activity> describe)
    {
        var exported = new List<Activity>();
        using var source = new ActivitySource(nameof(SpanFilterTests));
        using (Sdk.CreateTracerProviderBuilder().AddSource(source.Name).AddProcessor(new SpanFilter()).AddInMemoryExporter(exported).Build())
        {
            using var span = source.StartActivity("span", kind);
            describe(span!);
        }

        return exported.ShouldHaveSingleItem();
    }
}
