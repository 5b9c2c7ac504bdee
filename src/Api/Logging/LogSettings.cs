using System.Reflection;
using Microsoft.Extensions.Logging.Console;
using Modular.Infrastructure;
using Modular.Telemetry.Logging;

namespace Modular.Api.Logging;

/// <summary>
/// Checks the settings of the log, which the framework reads when the first logger is made: a value that it cannot read ends the program
/// with a stack trace, and it takes the format <c>simple</c> in the place of one that it does not know.
/// </summary>
internal static class LogSettings
{
    private const string Section = "Logging";
    private const string Levels = "LogLevel";

    private static readonly string[] Formats = [Logs.Line, Logs.JsonLines, ConsoleFormatterNames.Json, ConsoleFormatterNames.Simple, ConsoleFormatterNames.Systemd];

    /// <exception cref="ConfigurationException">A value cannot be read: all of them are reported together.</exception>
    public static void Check(IConfiguration configuration)
    {
        var problems = new ConfigurationProblems();
        var logging = configuration.GetSection(Section);
        CheckLevels(logging, problems);
        foreach (var output in logging.GetChildren())
        {
            CheckLevels(output, problems);
        }

        CheckConsole(logging.GetSection("Console"), problems);
        problems.ThrowIfAny();
    }

    private static void CheckLevels(IConfigurationSection section, ConfigurationProblems problems)
    {
        foreach (var level in section.GetSection(Levels).GetChildren())
        {
            if (!string.IsNullOrEmpty(level.Value) && !(Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out var known) && Enum.IsDefined(known)))
            {
                problems.Add($"{level.Path} has '{level.Value}', which is no level: set one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
            }
        }
    }

    private static void CheckConsole(IConfigurationSection console, ConfigurationProblems problems)
    {
        var format = console[nameof(ConsoleLoggerOptions.FormatterName)];
        if (!string.IsNullOrEmpty(format) && !Formats.Contains(format, StringComparer.OrdinalIgnoreCase))
        {
            problems.Add(
                $"{console.Path}:{nameof(ConsoleLoggerOptions.FormatterName)} has '{format}', which is no format: set one of {string.Join(", ", Formats)}.");
        }

        try
        {
            console.Get<ConsoleLoggerOptions>();
            console.GetSection("FormatterOptions").Get<JsonConsoleFormatterOptions>();
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or ArgumentException or TargetInvocationException)
        {
            problems.Add($"{console.Path}: {unreadable.GetBaseException() switch
            {
                ArgumentOutOfRangeException => $"{nameof(ConsoleLoggerOptions.MaxQueueLength)} must be 1 or more",
                _ => unreadable.Message.Split('\n')[0].TrimEnd('\r', '.'),
            }}.");
        }
    }
}
