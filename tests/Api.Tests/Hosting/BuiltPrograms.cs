using System.Reflection;

namespace Modular.Api.Tests.Hosting;

/// <summary>Where programs are whose code these tests do not use.</summary>
internal static class BuiltPrograms
{
    /// <summary>The startup hook that ends a started process with the process that started it.</summary>
    public static string StartupHook => PathOf("StartupHook");

    /// <summary>The app client.</summary>
    public static string AppClient => PathOf("AppClient");

    private static string PathOf(string program) => Path.GetFullPath(
        typeof(BuiltPrograms).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == program).Value!,
        AppContext.BaseDirectory);
}
