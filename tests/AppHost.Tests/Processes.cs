using System.Globalization;
using System.Runtime.InteropServices;

namespace Modular.AppHost.Tests;

/// <summary>Signals to processes, and whether they still run.</summary>
internal static class Processes
{
    public const int Sigint = 2;
    public const int Sigkill = 9;
    public const int Sigterm = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void Send(int process, int signal) => _ = Kill(process, signal);

    public static bool Runs(int process) => State(process) is not (null or "Z" or "X");

    /// <summary>The process that started <paramref name="process"/>.</summary>
    public static int Parent(int process) => int.Parse(Fields(process)![1], CultureInfo.InvariantCulture);

    /// <summary>Waits until they have ended; they are not our children, so nobody tells us.</summary>
    public static async Task ShouldEndAsync(IEnumerable<int> processes)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        foreach (var process in processes)
        {
            while (Runs(process))
            {
                limit.IsCancellationRequested.ShouldBeFalse($"Process {process} still runs {Patience.TotalSeconds} s later");
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    // A zombie has ended; it only waits for a parent that does not ask.
    private static string? State(int process) => Fields(process)?[0];

    // The second field of the file is the program's name in parentheses, which may contain anything.
    private static string[]? Fields(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
