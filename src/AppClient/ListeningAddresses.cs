using System.Net;

namespace Modular.AppClient;

/// <summary>Sign-in cookies and pages travel in the open over plain http: outside Development it is for loopback only.</summary>
internal static class ListeningAddresses
{
    public static void RefusePlainHttp(IConfiguration configuration, IHostEnvironment environment)
    {
        foreach (var (setting, text) in Addresses(configuration))
        {
            var address = Parse(setting, text);
            if (environment.IsDevelopment() || !IsPlain(address) || address.IsUnixPipe || IsLoopback(address.Host))
            {
                continue;
            }

            throw new StartRefusedException(setting.EndsWith("_PORTS", StringComparison.Ordinal)
                ? $"{setting} has '{text}', which is plain http on every network: set ASPNETCORE_URLS, which takes its place, to an https address, "
                    + "or a loopback address behind a proxy on this machine."
                : $"{setting} has '{text}', which is plain http beyond this machine: use https, or a loopback address behind a proxy on it.");
        }
    }

    // As the web server decides: its own section, else the addresses, else the ports. Images of .NET set ASPNETCORE_HTTP_PORTS.
    private static IReadOnlyList<(string Setting, string Text)> Addresses(IConfiguration configuration)
    {
        (string, string)[] endpoints =
        [
            .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => ($"{endpoint.Path}:Url", endpoint["Url"] ?? "")),
        ];
        (string, string)[] hosting = [.. List(WebHostDefaults.ServerUrlsKey, "")];
        if (hosting.Length == 0)
        {
            hosting = [.. List(WebHostDefaults.HttpPortsKey, "http://*:"), .. List(WebHostDefaults.HttpsPortsKey, "https://*:")];
        }

        var prefersHosting = configuration[WebHostDefaults.PreferHostingUrlsKey] is { } text
            && (text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase));
        return endpoints.Length == 0 || (prefersHosting && hosting.Length > 0) ? hosting : endpoints;

        IEnumerable<(string, string)> List(string key, string prefix) =>
            (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(value => ("ASPNETCORE_" + key.ToUpperInvariant(), prefix + value));
    }

    private static BindingAddress Parse(string setting, string text)
    {
        try
        {
            return BindingAddress.Parse(text);
        }
        catch (FormatException)
        {
            throw new StartRefusedException($"{setting} has '{text}', which is no address to listen on: write it like http://localhost:5090.");
        }
    }

    private static bool IsPlain(BindingAddress address) =>
        !string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
