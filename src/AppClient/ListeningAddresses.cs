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

        var urls = (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "");
        var addresses = endpoints.Any() ? endpoints : urls;
        foreach (var address in addresses.Select(BindingAddress.Parse).Where(address => IsPlain(address) && !IsLoopback(address.Host)))
        {
            throw new StartRefusedException(
                $"ASPNETCORE_URLS has '{address}', which is plain http beyond this machine: use https, or a loopback address behind a proxy on it.");
        }

        if (!addresses.Any() && !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey]))
        {
            throw new StartRefusedException("ASPNETCORE_HTTP_PORTS opens plain http to every network: set ASPNETCORE_URLS to an https address instead.");
        }
    }

    private static bool IsPlain(BindingAddress address) => !string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var ip) && System.Net.IPAddress.IsLoopback(ip));
}
