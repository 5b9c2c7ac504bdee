using System.Net;

namespace Modular.LocalCognito.Http;

/// <summary>Checks where the program is told to listen, before anything listens.</summary>
internal static class ListeningUrls
{
    public static string[] Check(string urls, string environment)
    {
        var list = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (list.Length == 0)
        {
            throw new StartRefusedException("ASPNETCORE_URLS is empty: give an address such as http://localhost:9229, or leave it out.");
        }

        foreach (var url in list)
        {
            var host = Host(url);
            if (string.Equals(environment, Environments.Development, StringComparison.OrdinalIgnoreCase) && !IsLoopback(host))
            {
                throw new StartRefusedException(
                    $"ASPNETCORE_URLS '{url}' is not a loopback address, and in Development the control API makes any token for every client that asks: "
                    + "listen on http://localhost:9229, or set ASPNETCORE_ENVIRONMENT to something else, which switches the control API off.");
            }
        }

        return list;
    }

    private static string Host(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            if (address.Port == 0 && string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase))
            {
                throw new StartRefusedException($"ASPNETCORE_URLS '{url}' cannot have a free port, because localhost is two addresses: use http://127.0.0.1:0.");
            }

            if (IsHttp(address))
            {
                return address.Host;
            }
        }
        catch (FormatException)
        {
            // Said below.
        }

        throw new StartRefusedException($"ASPNETCORE_URLS '{url}' is not an address of the form http://localhost:9229; https is not spoken here.");
    }

    // Text that is no port stays in the host.
    private static bool IsHttp(BindingAddress address) =>
        string.Equals(address.Scheme, Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase)
        && address.PathBase.Length == 0 && !address.IsUnixPipe && !address.IsNamedPipe
        && address.Port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort
        && (address.Host is ['[', ..] || !address.Host.Contains(':', StringComparison.Ordinal));

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
