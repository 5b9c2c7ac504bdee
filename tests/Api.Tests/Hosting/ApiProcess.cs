using System.Diagnostics;

namespace Modular.Api.Tests.Hosting;

/// <summary>The resource server as a process of its own, as an operator starts it.</summary>
internal static class ApiProcess
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    /// <summary>Runs it until it ends by itself.</summary>
    /// <param name="environment"><c>ASPNETCORE_ENVIRONMENT</c>.</param>
    /// <param name="settings">Settings as in a configuration file, <c>Identity:Providers:main:Kind</c>.</param>
    /// <param name="arguments">The command line.</param>
    /// <exception cref="TimeoutException">It did not end: it took the configuration.</exception>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(
        string environment, IEnumerable<(string Setting, string Value)> settings, params string[] arguments) =>
        RunAsync(Describe(environment, settings, arguments));

    /// <summary>Runs a program until it ends by itself.</summary>
    /// <exception cref="TimeoutException">It did not end: it took the configuration.</exception>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException cancelled)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("The server did not end: it took the configuration.", cancelled);
        }
    }

    /// <summary>How it is started: the built program, a free port on loopback, settings as environment variables and nothing else.</summary>
    public static ProcessStartInfo Describe(
        string environment, IEnumerable<(string Setting, string Value)> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Modular.Api.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(inherited);
        }

        // The process ends before the runtime's profile of the hot paths pays, and the protection of compiled code while it is written slows the start.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (setting, value) in settings)
        {
            start.Environment[setting.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    // Variables that the person or machine that runs the tests has set for other servers.
    private static bool IsSetting(string variable) =>
        variable.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase) || variable.Contains("__", StringComparison.Ordinal);
}
