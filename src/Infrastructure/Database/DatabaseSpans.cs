using System.Diagnostics;

namespace Modular.Infrastructure.Database;

/// <summary>
/// Spans of statements by the semantic conventions: operation and table, never parameters or text. A statement has a span only within one that is
/// recorded, so that what runs in the background begins no trace for each statement. While nothing listens, this costs a comparison.
/// </summary>
internal static class DatabaseSpans
{
    private const string System = "db.system.name";
    private const string Operation = "db.operation.name";
    private const string Summary = "db.query.summary";

    private static readonly ActivitySource Source = new("Modular.Database");

    /// <summary>Whether anything listens at all.</summary>
    public static bool IsHeard => Source.HasListeners();

    /// <summary>Whether a span that begins now would be recorded.</summary>
    public static bool IsRecorded => Source.HasListeners() && Activity.Current is { IsAllDataRequested: true };

    /// <summary>Begins the span of a statement; null where none is recorded.</summary>
    public static Activity? Begin(string system, SqlSummary summary, DateTimeOffset startTime = default) => IsRecorded
        ? Describe(Source.StartActivity(summary.Text, ActivityKind.Client, parentContext: default, startTime: startTime), system, summary)
        : null;

    /// <summary>
    /// Begins the span of a write that waits in line and ends on another thread: the caller's current span stays the same. The statements of the
    /// write are its children.
    /// </summary>
    public static Activity? BeginWrite(string system)
    {
        if (!IsRecorded)
        {
            return null;
        }

        var current = Activity.Current;
        var write = Source.StartActivity("write", ActivityKind.Internal)?.SetTag(System, system);
        Activity.Current = current;
        return write;
    }

    /// <summary>Ends such a span, whatever the current one is here.</summary>
    /// <param name="write">The span.</param>
    /// <param name="together">How many writes had the same commit.</param>
    /// <param name="failure">Why it failed; null where it did not.</param>
    public static void EndWrite(Activity? write, int together, Exception? failure)
    {
        if (write is null)
        {
            return;
        }

        var current = Activity.Current;
        write.SetTag("modular.database.batch.size", together);
        Fail(write, failure?.GetType().FullName);
        write.Dispose();
        Activity.Current = current;
    }

    /// <summary>Marks a span as failed.</summary>
    /// <param name="span">The span.</param>
    /// <param name="error">The kind of failure; null where there is none.</param>
    public static void Fail(Activity? span, string? error)
    {
        if (error is not null)
        {
            span?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>Gives the span of a product's own library the same name and attributes.</summary>
    public static void Describe(Activity span, SqlSummary summary)
    {
        span.DisplayName = summary.Text;
        span.SetTag(Operation, summary.Operation).SetTag(Summary, summary.Text);
    }

    private static Activity? Describe(Activity? span, string system, SqlSummary summary) =>
        span?.SetTag(System, system).SetTag(Operation, summary.Operation).SetTag(Summary, summary.Text);
}
