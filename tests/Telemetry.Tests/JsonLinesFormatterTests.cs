using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Modular.Telemetry.Logging;

namespace Modular.Telemetry.Tests;

public sealed class JsonLinesFormatterTests
{
    private readonly JsonLinesFormatter _formatter = new(new FakeTimeProvider(new DateTimeOffset(2026, 1, 15, 12, 0, 0, 5, TimeSpan.Zero)));

    [Fact]
    public void An_entry_is_one_object_on_one_line_with_time_and_trace()
    {
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        var text = Write("Answered {Status} to {Route}", [new("Status", 200), new("Route", "/api/orders"), new("{OriginalFormat}", "Answered {Status} to {Route}")]);

        text.TrimEnd().ShouldNotContain('\n');
        var entry = JsonDocument.Parse(text).RootElement;
        entry.GetProperty("time").GetString().ShouldBe("2026-01-15T12:00:00.005Z");
        entry.GetProperty("level").GetString().ShouldBe("warning");
        entry.GetProperty("trace_id").GetString().ShouldBe(activity.TraceId.ToHexString());
        entry.GetProperty("span_id").GetString().ShouldBe(activity.SpanId.ToHexString());
        entry.GetProperty("category").GetString().ShouldBe("Modular.Test");
        entry.GetProperty("event_id").GetInt32().ShouldBe(1020);
        entry.GetProperty("values").GetProperty("Status").GetInt32().ShouldBe(200);
        entry.GetProperty("values").TryGetProperty("{OriginalFormat}", out _).ShouldBeFalse();
    }

    [Fact]
    public void Text_of_a_caller_makes_no_line_and_no_command_for_terminals()
    {
        var text = Write("two\nlines \u001b[31mred \u202e", [new("Text", "\u009b31m\r\n")], new InvalidOperationException("one\nmore"));

        text.TrimEnd('\n').ShouldAllBe(c => c >= ' ' && c <= '~');
        JsonDocument.Parse(text).RootElement.GetProperty("exception").GetString()!.ShouldContain("one\nmore");
    }

    private string Write(string message, List<KeyValuePair<string, object?>> values, Exception? exception = null)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        _formatter.Write(
            new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(LogLevel.Warning, "Modular.Test", new EventId(1020), values, exception, (_, _) => message),
            scopeProvider: null,
            writer);
        return writer.ToString();
    }
}
