using System.Reflection;
using System.Runtime.InteropServices;

namespace Modular.AppHost.Programs;

/// <summary>A program of the figure as the build left it.</summary>
/// <param name="Name">Its name, as on the screen and in <c>AppHost:Ports</c>.</param>
/// <param name="Dll">Its full path.</param>
internal sealed record BuiltProgram(string Name, string Dll)
{
    /// <summary>The program's output folder, with its settings, static files and sample pool.</summary>
    public string Folder => Path.GetDirectoryName(Dll)!;

    /// <summary>The same dotnet that runs AppHost: …/shared/Microsoft.NETCore.App/10.0.x/ lies three folders below it.</summary>
    public static string Dotnet { get; } = FindDotnet();

    public static BuiltProgram Find(string name)
    {
        var told = typeof(BuiltProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => string.Equals(metadata.Key, "Modular." + name, StringComparison.Ordinal)).Value!;
        var dll = Path.GetFullPath(told.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);
        return File.Exists(dll)
            ? new BuiltProgram(name, dll)
            : throw new StartRefusedException($"{name} is not built: there is no {dll}. Build with 'dotnet build src/AppHost'.");
    }

    private static string FindDotnet()
    {
        var file = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var beside = Path.GetFullPath(Path.Combine("..", "..", "..", file), RuntimeEnvironment.GetRuntimeDirectory());
        return File.Exists(beside) ? beside : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? file;
    }
}
