using System.Diagnostics;
using System.Reflection;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Upgrade;

/// <summary>A later release of the program (<c>tests/NextRelease</c>), which knows migrations that the program does not know.</summary>
internal static class NextRelease
{
    /// <summary>The migration that lets the program serve.</summary>
    public const string Expand = "20990101000000_Expand";

    /// <summary>The migration that does not.</summary>
    public const string Contract = "20990201000000_Contract";

    /// <summary>Where it is.</summary>
    public static string Path { get; } = System.IO.Path.GetFullPath(
        typeof(NextRelease).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "NextRelease").Value!,
        AppContext.BaseDirectory);

    /// <summary>Its settings in the release after it, which contracts.</summary>
    public static (string, string) Contracting { get; } = ("MODULAR_TEST_RELEASE", "Contract");

    /// <summary>How it is started, outside of Development.</summary>
    public static ProcessStartInfo Describe(IEnumerable<(string Setting, string Value)> settings, params string[] arguments)
    {
        var start = ApiProcess.Describe("Production", settings, arguments);
        start.ArgumentList[0] = Path;
        return start;
    }
}
