namespace Modular.Api.CommandLine;

/// <summary>The exit codes that all commands have in common.</summary>
internal static class ExitCode
{
    /// <summary>All was done.</summary>
    public const int Done = 0;

    /// <summary>The command line, the configuration, a file or a line of it cannot be used.</summary>
    public const int Refused = 1;

    /// <summary>The database is busy or does not answer: the same command may succeed later. EX_TEMPFAIL of sysexits.h.</summary>
    public const int Unavailable = 75;

    /// <summary>The command was stopped by Ctrl+C or SIGTERM, as shells number it.</summary>
    public const int Stopped = 130;
}
