using Microsoft.Extensions.Logging;
using Modular.Telemetry.Signals;
using OpenTelemetry.Logs;

namespace Modular.Telemetry.Tests;

/// <summary>The entries of the log that an in-memory exporter behind the filter gets.</summary>
public sealed partial class LogFilterTests
{
    private const string Secret = "alice@example.com";

    [Fact]
    public void Of_our_own_entry_the_message_and_the_values_on_the_list_leave()
    {
        var entry = Export("Modular.Api.Logging", logger => LogAnswered(logger, 200, "other"));

        entry.FormattedMessage.ShouldBe("Answered 200 for other");
        Names(entry).ShouldBe(["modular.event.id", "Status"]);
    }

    [Fact]
    public void Of_another_librarys_entry_the_template_alone_leaves()
    {
        var entry = Export("Microsoft.AspNetCore.Server", logger => LogRefused(logger, Secret, Secret));

        (entry.FormattedMessage, entry.Body).ShouldBe(("Refused {Status} {Name}", "Refused {Status} {Name}"));
        Names(entry).ShouldBe(["modular.event.id"]);
    }

    [Fact]
    public void Of_an_exception_its_types_and_places_leave_without_a_message()
    {
        var entry = Export("Modular.Api", logger => LogFailed(logger, Thrown()));

        entry.Exception.ShouldBeNull();
        Names(entry).ShouldBe(["modular.event.id", "exception.type", "exception.stacktrace"]);
        var stack = (string)entry.Attributes!.Single(value => value.Key == "exception.stacktrace").Value!;
        stack.ShouldContain(nameof(Thrown));
        stack.ShouldContain("System.FormatException");
        stack.ShouldNotContain(Secret);
    }

    [Fact]
    public void Each_value_that_leaves_is_documented()
    {
        var text = File.ReadAllText(Path.Combine(RootOfDocuments(), "security.md"));

        LogFilter.Values.Concat(LogFilter.Added).ShouldAllBe(name => text.Contains($"`{name}`", StringComparison.Ordinal));
    }

    [LoggerMessage(5001, LogLevel.Information, "Answered {Status} for {Other}")]
    private static partial void LogAnswered(ILogger logger, int status, string other);

    [LoggerMessage(5002, LogLevel.Warning, "Refused {Status} {Name}")]
    private static partial void LogRefused(ILogger logger, string status, string name);

    [LoggerMessage(5003, LogLevel.Error, "A request failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    private static string RootOfDocuments()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "docs")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "docs");
    }

    private static IEnumerable<string> Names(LogRecord entry) => entry.Attributes!.Select(value => value.Key);

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException(Secret, new FormatException(Secret));
        }
        catch (InvalidOperationException thrown)
        {
            return thrown;
        }
    }

    private static LogRecord Export(string category, Action<ILogger> log)
    {
        var exported = new List<LogRecord>();
        using (var factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.AddProcessor(new LogFilter());
            options.AddInMemoryExporter(exported);
        })))
        {
            log(factory.CreateLogger(category));
        }

        return exported.ShouldHaveSingleItem();
    }
}
