using System.Net;
using System.Net.Sockets;

namespace Modular.AppHost;

/// <summary>Looks, before anything is started, whether each port can be had.</summary>
internal static class TakenPorts
{
    public static void Refuse(Ports ports)
    {
        foreach (var same in ports.ByProgram.GroupBy(pair => pair.Port).Where(group => group.Count() > 1))
        {
            var programs = same.Select(pair => pair.Program).ToArray();
            throw new StartRefusedException(
                $"Port {same.Key} is given to {string.Join(" and ", programs)}: change one of them with AppHost:Ports:{programs[^1]}.");
        }

        foreach (var (program, port) in ports.ByProgram.Where(pair => IsTaken(pair.Port)))
        {
            throw new StartRefusedException(
                $"Port {port}, where {program} is to listen, is taken by another program: stop that one, " +
                $"or choose another port with the setting AppHost:Ports:{program} (for example --AppHost:Ports:{program}={port + 1000}).");
        }
    }

    // "localhost" is both addresses: a server on either of them is enough to stop ours.
    private static bool IsTaken(int port) =>
        IsTaken(IPAddress.Loopback, port) || (Socket.OSSupportsIPv6 && IsTaken(IPAddress.IPv6Loopback, port));

    private static bool IsTaken(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return false;
        }
        catch (SocketException error)
        {
            // A machine without IPv6 answers AddressNotAvailable: nobody can have taken the port there.
            return error.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied;
        }
    }
}
