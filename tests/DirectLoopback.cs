using System.Runtime.CompilerServices;

namespace Modular;

/// <summary>
/// Keeps the tests' own traffic away from a proxy that the machine has configured (<c>HTTP_PROXY</c> and its like): all of it is on
/// loopback, which a proxy cannot reach. Part of every test program, and inherited by the processes that a test starts.
/// </summary>
internal static class DirectLoopback
{
    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]", "::1"];

    [ModuleInitializer]
    internal static void Apply()
    {
        // Programs differ in which spelling they read.
        foreach (var variable in (string[])["no_proxy", "NO_PROXY"])
        {
            var kept = Environment.GetEnvironmentVariable(variable);
            Environment.SetEnvironmentVariable(variable, string.Join(',', string.IsNullOrEmpty(kept) ? Names : [kept, .. Names]));
        }
    }
}
