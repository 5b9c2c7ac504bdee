using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Modular.Infrastructure;

/// <summary>The addresses that this program is configured to listen on.</summary>
public static partial class ListeningAddresses
{
    /// <summary>The configured addresses: <c>ASPNETCORE_URLS</c>, its ports-only forms, and those of <c>Kestrel:Endpoints</c>.</summary>
    public static IReadOnlyList<string> Of(IConfiguration configuration) =>
    [
        .. Split(configuration["urls"]),
        .. Split(configuration["http_ports"]).Select(port => $"http://*:{port}"),
        .. Split(configuration["https_ports"]).Select(port => $"https://*:{port}"),
        .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>(),
    ];

    /// <summary>
    /// Whether <paramref name="address"/> has the form of one to listen on: scheme, host, port. The server reads more into others
    /// than a URI has (whatever it does not know as a name is every address).
    /// </summary>
    public static bool IsAddress(string address) =>
        Form.Match(address) is { Success: true } parts
        && (!parts.Groups["port"].Success || int.Parse(parts.Groups["port"].ValueSpan, CultureInfo.InvariantCulture) <= ushort.MaxValue);

    /// <summary>Whether nobody but this machine reaches <paramref name="address"/>.</summary>
    public static bool IsLoopback(string address)
    {
        if (!IsAddress(address))
        {
            return false;
        }

        var host = Form.Match(address).Groups["host"].Value;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    [GeneratedRegex(
        @"^https?://(?<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.*+-]+)(:(?<port>[0-9]{1,5}))?/?$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Form { get; }
}
