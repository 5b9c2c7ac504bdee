using System.Net;
using System.Net.Sockets;
using Modular.Api.Transport;

namespace Modular.Api.Tests.Hosting;

public sealed class VanishedPeersTests
{
    [Fact]
    public async Task A_connection_notices_within_a_minute_that_its_peer_is_gone()
    {
        using var listening = VanishedPeers.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listening.LocalEndPoint!, TestContext.Current.CancellationToken);
        using var accepted = await listening.AcceptAsync(TestContext.Current.CancellationToken);

        ((int)accepted.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)!).ShouldNotBe(0);
        var silent = (int)accepted.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)!;
        var probes = (int)accepted.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval)!
            * (int)accepted.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount)!;
        (silent + probes).ShouldBeLessThanOrEqualTo(60);
        if (OperatingSystem.IsLinux())
        {
            var unacknowledged = new byte[sizeof(int)];
            accepted.GetRawSocketOption(6, 18, unacknowledged);
            BitConverter.ToInt32(unacknowledged).ShouldBe(30_000);
        }
    }
}
