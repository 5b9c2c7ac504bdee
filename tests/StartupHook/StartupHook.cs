using System.Runtime.InteropServices;

/// <summary>
/// Runs inside each program that a test starts, before the program's own code (<c>DOTNET_STARTUP_HOOKS</c> names this dll), so that
/// the program ends when the test process does, even by kill -9, without knowing of it. The test process alone holds the other end of the
/// program's standard input and never writes: the input's end is the test's. The runtime asks for this type by its global name.
/// </summary>
#pragma warning disable CA1050, MA0047 // The runtime's contract: no namespace
internal static class StartupHook
#pragma warning restore CA1050, MA0047
{
    private const string Variable = "DOTNET_STARTUP_HOOKS";
    private const int Sigkill = 9;
    private const int Sigterm = 15;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        HideFromOwnChildren();
        if (!OperatingSystem.IsWindows())
        {
            // A process group of its own: Ctrl-C in the terminal then reaches the test process only.
            _ = SetProcessGroup(0, 0);
        }

        new Thread(EndWithTheTests) { IsBackground = true, Name = "End with the tests" }.Start();
    }

    // A program's own child processes have another standard input; for them its end would mean nothing.
    private static void HideFromOwnChildren()
    {
        var own = typeof(StartupHook).Assembly.Location;
        var others = (Environment.GetEnvironmentVariable(Variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(hook => !string.Equals(hook, own, StringComparison.Ordinal)).ToArray();
        Environment.SetEnvironmentVariable(Variable, others.Length == 0 ? null : string.Join(Path.PathSeparator, others));
    }

    private static void EndWithTheTests()
    {
        using (var input = Console.OpenStandardInput())
        {
            Span<byte> ignored = stackalloc byte[64];
            while (input.Read(ignored) > 0)
            {
            }
        }

        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(0);
        }

        _ = Signal(Environment.ProcessId, Sigterm);
        using var never = new ManualResetEventSlim();
        never.Wait(Grace);
        _ = Signal(Environment.ProcessId, Sigkill);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);

    [DllImport("libc", EntryPoint = "setpgid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetProcessGroup(int process, int group);
}
