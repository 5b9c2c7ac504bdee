using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Modular.AppHost.Tests;

/// <summary>Four free ports, so that the tests run beside a figure on the usual ones.</summary>
internal sealed record FreePorts(int LocalCognito, int Api, int AppClient, int Dashboard)
{
    // Below the range from which the system gives ports to outgoing connections, so that none takes them in the meantime.
    private const int First = 15_000;
    private const int Last = 32_000;

    public string[] Settings =>
    [
        $"--AppHost:Ports:LocalCognito={LocalCognito}",
        $"--AppHost:Ports:Api={Api}",
        $"--AppHost:Ports:AppClient={AppClient}",
        $"--AppHost:Ports:Dashboard={Dashboard}",
    ];

    public static FreePorts Find()
    {
        var free = Enumerable.Repeat(0, 1000).Select(_ => RandomNumberGenerator.GetInt32(First, Last)).Distinct().Where(IsFree).Take(4).ToArray();
        return new(free[0], free[1], free[2], free[3]);
    }

    public void ShouldBeFree() => new[] { LocalCognito, Api, AppClient, Dashboard }.ShouldAllBe(port => IsFree(port));

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
