using System.Net;

namespace Modular.AppClient;

/// <summary>Sign-in cookies and pages travel in the open over plain http: outside Development it is for loopback only.</summary>
internal static class ListeningAddresses
{
    public static void RefusePlainHttp(IConfiguration configuration, IHostEnvironment environment)
    {
        if (environment.IsDevelopment())
        {
            return;
        }

        var addresses = Addresses(configuration);
        if (addresses.Select(BindingAddress.Parse).FirstOrDefault(address => IsPlain(address) && !IsLoopback(address.Host)) is { } address)
        {
            throw new StartRefusedException(
                $"ASPNETCORE_URLS has '{address}', which is plain http beyond this machine: use https, or a loopback address behind a proxy on it.");
        }

        if (addresses.Length == 0 && !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey]))
        {
            throw new StartRefusedException(
                "ASPNETCORE_HTTP_PORTS opens plain http to every network: set ASPNETCORE_URLS to an https address instead.");
        }
    }

    // As the web server decides: its own section, else the addresses.
    private static string[] Addresses(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToArray();
        return endpoints.Length > 0
            ? endpoints
            : (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static bool IsPlain(BindingAddress address) =>
        !string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
