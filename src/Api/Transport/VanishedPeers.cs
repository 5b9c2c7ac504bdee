using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Modular.Api.Transport;

/// <summary>
/// Finds peers that are gone without having said so: a machine that lost power or sleeps, a network that forgot the connection. The heartbeat of
/// an event stream alone does not: the operating system takes it, and repeats it for a quarter of an hour.
/// </summary>
internal static class VanishedPeers
{
    // RFC 5482; the constant is Linux's, and elsewhere the probes below have to do.
    private const int TcpLevel = 6;
    private const int TcpUserTimeout = 18;

    private const int SilentSeconds = 30;
    private const int ProbeSeconds = 10;
    private const int Probes = 3;

    public static void AddVanishedPeers(this IWebHostBuilder host) =>
        host.UseSockets(sockets => sockets.CreateBoundListenSocket = Listen);

    /// <summary>A socket to listen on; the connections that it accepts have its settings.</summary>
    internal static Socket Listen(EndPoint address)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(address);
        if (address is IPEndPoint)
        {
            // A connection that is silent for 30 s is probed, and ends after 30 s more without an answer.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, SilentSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
            if (OperatingSystem.IsLinux())
            {
                // Data that the peer does not acknowledge for 30 s ends the connection, too.
                socket.SetRawSocketOption(TcpLevel, TcpUserTimeout, BitConverter.GetBytes((int)TimeSpan.FromSeconds(SilentSeconds).TotalMilliseconds));
            }
        }

        return socket;
    }
}
