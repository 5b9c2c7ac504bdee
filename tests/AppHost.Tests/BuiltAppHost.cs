using System.Diagnostics;
using System.Reflection;

namespace Modular.AppHost.Tests;

/// <summary>AppHost as the build left it, and the two ways to start it.</summary>
internal static class BuiltAppHost
{
    private static readonly string Dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static ProcessStartInfo Start(params string[] settings) => new(Dotnet, [Path("AppHost"), .. settings]);

    /// <summary>As a shell without job control starts a command in the background: with SIGINT ignored.</summary>
    public static ProcessStartInfo StartInBackground(params string[] settings) =>
        new("bash", ["-c", "trap '' INT; exec \"$0\" \"$@\"", Dotnet, Path("AppHost"), .. settings]);

    /// <summary>With a standard output that takes nothing, as a file on a full disk does.</summary>
    public static ProcessStartInfo StartOnFullDisk(params string[] settings) =>
        new("bash", ["-c", "exec \"$0\" \"$@\" > /dev/full", Dotnet, Path("AppHost"), .. settings]);

    /// <summary>As in the README, but for the build.</summary>
    public static ProcessStartInfo DotnetRun(params string[] settings) =>
        new(Dotnet, ["run", "--no-build", "--configuration", Told("Configuration"), "--project", Path("AppHostProject"), "--", .. settings]);

    private static string Path(string key) => System.IO.Path.GetFullPath(Told(key), AppContext.BaseDirectory);

    private static string Told(string key) => typeof(BuiltAppHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => string.Equals(metadata.Key, key, StringComparison.Ordinal)).Value!;
}
