using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Modular.Telemetry.Tests;

/// <summary>A real web server behind the edge, asked over loopback.</summary>
public sealed class EdgeTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task A_stranger_begins_no_trace_of_theirs_and_passes_no_baggage()
    {
        var seen = await AskAsync(trusted: "10.0.0.7");

        seen.Trace.ShouldNotBe(Trace);
        (seen.TraceParent, seen.TraceState, seen.Baggage).ShouldBe(("", "", ""));
    }

    [Fact]
    public async Task The_trace_of_a_trusted_peer_goes_on_without_its_baggage()
    {
        var seen = await AskAsync(trusted: "127.0.0.1");

        seen.Trace.ShouldBe(Trace);
        (seen.TraceState, seen.Baggage).ShouldBe(("vendor=1", ""));
    }

    private static async Task<(string Trace, string TraceParent, string TraceState, string Baggage)> AskAsync(string trusted)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([new("Telemetry:TrustedParents:0", trusted)]);
        builder.AddTelemetry(TelemetrySettings.Read(builder.Configuration, trustsLoopback: false), "test");
        await using var app = builder.Build();
        app.Run(http => http.Response.WriteAsync(string.Join(
            '|', Activity.Current!.TraceId.ToHexString(), http.Request.Headers.TraceParent, http.Request.Headers.TraceState, string.Join(',', Activity.Current.Baggage)), http.RequestAborted));
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null });
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Urls.Single());
        request.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        request.Headers.Add("tracestate", "vendor=1");
        request.Headers.Add("baggage", "person=alice");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var parts = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('|');
        return (parts[0], parts[1], parts[2], parts[3]);
    }
}
