using System.Net;
using System.Net.Sockets;

namespace Modular.AppHost.Tests;

/// <summary>Three ports that nobody has, so that the tests run beside a figure on the usual ones.</summary>
internal sealed record FreePorts(int LocalCognito, int Api, int AppClient)
{
    public string[] Settings =>
    [
        $"--AppHost:Ports:LocalCognito={LocalCognito}",
        $"--AppHost:Ports:Api={Api}",
        $"--AppHost:Ports:AppClient={AppClient}",
    ];

    public static FreePorts Find()
    {
        // All three are held until the last is known: else one might be given out twice.
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        using var third = new TcpListener(IPAddress.Loopback, 0);
        return new(Open(first), Open(second), Open(third));
    }

    public void ShouldBeFree()
    {
        foreach (var port in new[] { LocalCognito, Api, AppClient })
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            Should.NotThrow(listener.Start, $"Port {port} is still taken");
        }
    }

    private static int Open(TcpListener listener)
    {
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
