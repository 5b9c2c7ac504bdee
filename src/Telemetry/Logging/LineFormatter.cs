using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Modular.Telemetry.Logging;

/// <summary>
/// One line an entry: time in UTC, level, trace id of the request if there is one, category, event and message. Text that a caller may have
/// chosen, in a message or in an exception's, starts no line of its own and reaches no terminal as a command.
/// </summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(Logs.Line)
{
    private const string NoTrace = "-";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (message is null && logEntry.Exception is null)
        {
            return;
        }

        textWriter.Write(time.GetUtcNow().UtcDateTime.ToString(LogText.TimestampFormat, CultureInfo.InvariantCulture));
        textWriter.Write(' ');
        textWriter.Write(NameOf(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(Activity.Current?.TraceId.ToHexString() ?? NoTrace);
        textWriter.Write(' ');
        textWriter.Write(logEntry.Category);
        textWriter.Write('[');
        textWriter.Write(logEntry.EventId.Id);
        textWriter.Write("] ");
        LogText.Write(textWriter, message);
        if (logEntry.Exception is { } exception)
        {
            textWriter.Write(' ');
            LogText.Write(textWriter, exception.ToString());
        }

        textWriter.Write(Environment.NewLine);
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
