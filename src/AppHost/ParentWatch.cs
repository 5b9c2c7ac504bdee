using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Modular.AppHost;

/// <summary>
/// Ends the figure when the <c>dotnet run</c> that started it is gone. The parent passes Ctrl-C and SIGTERM on;
/// after a kill -9 of the parent no signal comes, so its end is looked for once a second.
/// </summary>
internal sealed partial class ParentWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _leaving = new();
    private readonly Task _watching;

    public ParentWatch(StopRequest stop, TimeProvider time)
    {
        // Only a dotnet: a shell, a terminal or a service manager may end and leave the figure running on purpose.
        _watching = !OperatingSystem.IsWindows() && ParentIsDotnet(out var parent) ? WatchAsync(parent, stop, time) : Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _leaving.Dispose();
    }

    private async Task WatchAsync(int parent, StopRequest stop, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(_leaving.Token))
        {
            if (ParentId() != parent)
            {
                stop.Stop();
                return;
            }
        }
    }

    private static bool ParentIsDotnet(out int parent)
    {
        parent = ParentId();
        try
        {
            using var process = Process.GetProcessById(parent);
            return string.Equals(process.ProcessName, "dotnet", StringComparison.Ordinal);
        }
        catch (ArgumentException)
        {
            // The parent is gone already, or belongs to another container: there is nothing to watch.
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ParentId();
}
