using System.Globalization;
using System.Runtime.InteropServices;

namespace Modular.AppHost.Tests;

/// <summary>Signals to processes, and whether they still run.</summary>
internal static class Processes
{
    public const int Sighup = 1;
    public const int Sigint = 2;
    public const int Sigquit = 3;
    public const int Sigkill = 9;
    public const int Sigterm = 15;
    public const int Sigstop = 19;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void Send(int process, int signal) => _ = Kill(process, signal);

    public static bool Runs(int process) => State(process) is not (null or "Z" or "X");

    /// <summary>The one process that <paramref name="process"/> has started.</summary>
    public static int ChildOf(int process) => ChildrenOf(process, Running()).Single();

    /// <summary>The orchestrator that serves AppHost, and all that it started. It detaches itself, so only its arguments tell whose it is.</summary>
    public static int[] OrchestratorOf(int appHost)
    {
        var all = Running();
        var found = all.Where(process => Arguments(process).Contains($"start-apiserver --monitor {appHost} ", StringComparison.Ordinal)).ToList();
        for (var next = 0; next < found.Count; next++)
        {
            found.AddRange(ChildrenOf(found[next], all));
        }

        return [.. found];
    }

    /// <summary>The command line with blanks between the arguments; empty when it has ended.</summary>
    public static string Arguments(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>Waits until they have ended; they are not our children, so no event tells us.</summary>
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

    private static IEnumerable<int> ChildrenOf(int parent, IEnumerable<int> all) =>
        all.Where(process => Fields(process) is { } fields && int.Parse(fields[1], CultureInfo.InvariantCulture) == parent);

    private static List<int> Running() => [.. Directory.GetDirectories("/proc").Select(Path.GetFileName)
        .Select(name => int.TryParse(name, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0 && Runs(id))];

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
