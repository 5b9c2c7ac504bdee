using System.Net;
using Microsoft.Extensions.Configuration;

namespace Modular.Infrastructure;

/// <summary>The addresses that this program is configured to listen on.</summary>
public static class ListeningAddresses
{
    /// <summary>The configured addresses: <c>ASPNETCORE_URLS</c>, its ports-only forms, and those of <c>Kestrel:Endpoints</c>.</summary>
    public static IReadOnlyList<string> Of(IConfiguration configuration) =>
    [
        .. Split(configuration["urls"]),
        .. Split(configuration["http_ports"]).Select(port => $"http://*:{port}"),
        .. Split(configuration["https_ports"]).Select(port => $"https://*:{port}"),
        .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>(),
    ];

    /// <summary>Whether nobody but this machine reaches <paramref name="address"/>.</summary>
    public static bool IsLoopback(string address)
    {
        // Wildcards (http://*:5080, http://+:5080) are no URIs.
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return false;
        }

        return uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
