using System.Net.Http.Headers;
using System.Reflection;

namespace Modular.AppHost;

/// <summary>The name with which this program calls others.</summary>
internal static class UserAgent
{
    public static ProductInfoHeaderValue Value { get; } = new("Modular-AppHost", Version());

    // Without the commit that the build appends behind a plus sign.
    private static string Version() =>
        typeof(UserAgent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
