using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Modular.Telemetry.Signals;

/// <summary>
/// Keeps what may leave the program of an entry of the log. Our own messages have nothing of a caller, so they go whole, with the values that are on
/// the list. Of another library's entry the template goes alone, since its values may be the caller's. Messages of exceptions stay in the console's log.
/// </summary>
internal sealed class LogFilter : BaseProcessor<LogRecord>
{
    /// <summary>The values of our messages that go along as attributes.</summary>
    public static readonly IReadOnlyList<string> Values =
        ["Status", "Problem", "Method", "Route", "Milliseconds", "Reason", "More", "Count", "What", "Provider", "Trouble", "Failure"];

    /// <summary>The attributes that are added.</summary>
    public static readonly IReadOnlyList<string> Added = ["modular.event.id", "exception.type", "exception.stacktrace"];

    private const string Own = "Modular.";

    public override void OnEnd(LogRecord data)
    {
        var attributes = new List<KeyValuePair<string, object?>> { new("modular.event.id", data.EventId.Id) };
        if (data.CategoryName?.StartsWith(Own, StringComparison.Ordinal) == true)
        {
            attributes.AddRange((data.Attributes ?? []).Where(value => Values.Contains(value.Key, StringComparer.Ordinal)));
        }
        else
        {
            data.FormattedMessage = data.Body = TemplateOf(data) ?? "An entry without a template.";
        }

        if (data.Exception is { } exception)
        {
            attributes.Add(new("exception.type", exception.GetType().FullName));
            attributes.Add(new("exception.stacktrace", StackOf(exception)));
            data.Exception = null;
        }

        data.Attributes = attributes;
    }

    private static string? TemplateOf(LogRecord data) =>
        (data.Attributes ?? []).FirstOrDefault(value => value.Key == "{OriginalFormat}").Value as string;

    // Types and places, without messages.
    private static string StackOf(Exception exception)
    {
        var text = new StringBuilder();
        for (var each = exception; each is not null; each = each.InnerException)
        {
            text.Append(CultureInfo.InvariantCulture, $"{each.GetType().FullName}\n{each.StackTrace}\n");
        }

        return text.ToString();
    }
}
