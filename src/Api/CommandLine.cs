using System.Runtime.InteropServices;
using Modular.Infrastructure;

namespace Modular.Api;

/// <summary>What commands have in common: their arguments, and what stops them.</summary>
internal static class CommandLine
{
    /// <summary>The exit code of a run that was stopped, as shells know it.</summary>
    public const int Stopped = 130;

    /// <summary>The arguments that are the command's own: settings, <c>--Database:Provider=Sqlite</c>, are the configuration's.</summary>
    public static IReadOnlyList<string> Own(string[] arguments) =>
        [.. arguments.Where(argument => !(argument.StartsWith('-') && argument.Contains('=', StringComparison.Ordinal)))];

    /// <summary>The one argument of a command that takes no options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">What stands behind its name.</param>
    /// <param name="what">What it takes, like <c>one file</c>.</param>
    /// <param name="example">The command as it could be written.</param>
    /// <exception cref="ConfigurationException">There is none, or more than one, or an option.</exception>
    public static string One(string command, string[] arguments, string what, string example)
    {
        var own = Own(arguments);
        if (own.FirstOrDefault(argument => argument.StartsWith('-')) is { } unknown)
        {
            throw new ConfigurationException($"{command}: the option '{unknown}' is unknown. Known: --help.");
        }

        return own.Count == 1
            ? own[0]
            : throw new ConfigurationException($"{command} takes {what}: write it like '{example}', and see '{command} --help'.");
    }

    /// <summary>Runs it until it ends or is told to: by Ctrl+C, or by SIGTERM.</summary>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> command, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await command(stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
