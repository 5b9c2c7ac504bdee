namespace Modular.AppHost.Figure;

/// <summary>
/// Removes from this process, and so from every program it starts, the variables that were set for another program of this shell or image
/// and would override the settings of the figure.
/// </summary>
internal static class InheritedVariables
{
    private static readonly string[] Names =
    [
        "DOTNET_ENVIRONMENT", "DOTNET_URLS", "DOTNET_HTTP_PORTS", "DOTNET_HTTPS_PORTS", "DOTNET_PREFERHOSTINGURLS", "DOTNET_CONTENTROOT", "DOTNET_WEBROOT",
        "DOTNET_APPLICATIONNAME", "DOTNET_HOSTINGSTARTUPASSEMBLIES", "URLS", "HTTP_PORTS", "HTTPS_PORTS",
    ];

    /// <summary>Call it before the orchestrator is configured.</summary>
    public static void Remove()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsForAnother).ToArray())
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    private static bool IsForAnother(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Kestrel__Endpoints__", StringComparison.OrdinalIgnoreCase)
        || Names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
