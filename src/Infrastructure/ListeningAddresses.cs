using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Modular.Infrastructure;

/// <summary>
/// The addresses that this program listens on, decided as the web server decides them: the endpoints of <c>Kestrel:Endpoints</c>, else
/// <c>URLS</c>, else <c>HTTP_PORTS</c> and <c>HTTPS_PORTS</c> on every address of the machine. With <c>preferHostingUrls</c>, the
/// endpoints come last.
/// </summary>
/// <param name="All">The addresses; none if nothing is configured, or for a program that does not listen.</param>
public sealed partial record ListeningAddresses(IReadOnlyList<ListeningAddress> All)
{
    private const string Endpoints = "Kestrel:Endpoints";

    /// <summary>The addresses of a program that does not listen.</summary>
    public static readonly ListeningAddresses None = new([]);

    /// <summary>The configured addresses.</summary>
    public static ListeningAddresses Of(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ListeningAddress[] endpoints =
        [
            .. configuration.GetSection(Endpoints).GetChildren().Select(endpoint => new ListeningAddress($"{endpoint.Path}:Url", endpoint["Url"] ?? "")),
        ];
        ListeningAddress[] hosting = [.. List(configuration, "urls", "")];
        if (hosting.Length == 0)
        {
            hosting = [.. List(configuration, "http_ports", "http://*:"), .. List(configuration, "https_ports", "https://*:")];
        }

        var prefersHosting = configuration["preferHostingUrls"] is { } text
            && (text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase));
        return new ListeningAddresses(hosting.Length > 0 && (prefersHosting || endpoints.Length == 0) ? hosting : endpoints);
    }

    /// <summary>
    /// Whether <paramref name="address"/> has the form of one to listen on: scheme, host, port, or the path of a Unix socket. The server
    /// reads more into others than a URI has (a host that it does not know as a name is every address).
    /// </summary>
    public static bool IsAddress(string address) =>
        UnixSocket.IsMatch(address)
        || (Form.Match(address) is { Success: true } parts
            && (!parts.Groups["port"].Success || int.Parse(parts.Groups["port"].ValueSpan, CultureInfo.InvariantCulture) <= ushort.MaxValue));

    /// <summary>Whether only this machine reaches <paramref name="address"/>.</summary>
    public static bool IsLoopback(string address)
    {
        if (!IsAddress(address))
        {
            return false;
        }

        var host = Form.Match(address).Groups["host"].Value;
        return UnixSocket.IsMatch(address)
            || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static IEnumerable<ListeningAddress> List(IConfiguration configuration, string key, string prefix) =>
        (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(value => new ListeningAddress(SourceOf(configuration, key), prefix + value));

    // The sentence has to name the variable that the operator can change: the last source that has the key decides.
    private static string SourceOf(IConfiguration configuration, string key)
    {
        var source = (configuration as IConfigurationRoot)?.Providers.LastOrDefault(provider => provider.TryGet(key, out _));
        return source switch
        {
            FileConfigurationProvider file => $"'{key}' in {file.Source.Path}",
            _ when source?.GetType().Name.StartsWith("CommandLine", StringComparison.Ordinal) == true => $"--{key}",
            _ => VariablePrefix(source?.ToString()) + key.ToUpperInvariant(),
        };
    }

    private static string VariablePrefix(string? source) =>
        source is null || source.Contains("'ASPNETCORE_'", StringComparison.Ordinal) ? "ASPNETCORE_"
        : source.Contains("'DOTNET_'", StringComparison.Ordinal) ? "DOTNET_"
        : source.Contains("EnvironmentVariables", StringComparison.Ordinal) ? ""
        : "ASPNETCORE_";

    [GeneratedRegex(
        @"^https?://(?<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.*+-]+)(:(?<port>[0-9]{1,5}))?/?$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Form { get; }

    [GeneratedRegex(
        "^http://unix:/[^:]+$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex UnixSocket { get; }
}
