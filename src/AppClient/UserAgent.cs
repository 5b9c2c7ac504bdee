using System.Net.Http.Headers;
using System.Reflection;

namespace Modular.AppClient;

/// <summary>The name with which this program calls others. Firewalls in front of APIs commonly refuse requests without one.</summary>
internal static class UserAgent
{
    private static readonly ProductInfoHeaderValue Value = new("Modular-AppClient", Version());

    public static void NameItself(this HttpClient http)
    {
        http.DefaultRequestHeaders.UserAgent.Clear();
        http.DefaultRequestHeaders.UserAgent.Add(Value);
    }

    // Without the commit that the build appends behind a plus sign.
    private static string Version() =>
        typeof(UserAgent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
