using System.Diagnostics;

namespace Modular.LocalCognito.Tests.Running;

/// <summary>The program as people start it: a process of its own.</summary>
internal static class StartedProgram
{
    public static Process Start(params (string Name, string Value)[] environment) =>
        Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "Modular.LocalCognito.dll")], environment);

    public static Process Start(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in new[] { "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_URLS" })
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits until it says where it listens.</summary>
    public static async Task<Uri> AddressAsync(Process process)
    {
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        line.ShouldContain("User pool ap-northeast-2_Modular01 at http://127.0.0.1:");
        return new Uri(line.Split(" at ")[1].Split(',')[0]);
    }
}
