namespace Modular.AppHost;

/// <summary>
/// Keeps the figure's own traffic away from a proxy that the machine has configured (<c>HTTP_PROXY</c> and its like): all of it is on loopback,
/// which a proxy cannot reach.
/// </summary>
internal static class LoopbackBypass
{
    // The lower case wins where both are set, so both get the same value.
    private static readonly string[] Variables = ["no_proxy", "NO_PROXY"];
    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]", "::1"];

    /// <summary>For this process and those that it starts. Call it before the first HTTP client is made.</summary>
    public static void Apply()
    {
        var existing = Variables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
        var names = (existing?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []).Union(Names, StringComparer.OrdinalIgnoreCase);
        var value = string.Join(',', names);
        Array.ForEach(Variables, variable => Environment.SetEnvironmentVariable(variable, value));
    }
}
