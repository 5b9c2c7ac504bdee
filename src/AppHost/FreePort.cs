using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Modular.AppHost;

/// <summary>Ports for the traffic between AppHost and the dashboard, which no other program needs to know.</summary>
internal static class FreePort
{
    public static string Address() => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{Find()}");

    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
