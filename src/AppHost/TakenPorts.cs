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

        foreach (var (program, port) in ports.ByProgram)
        {
            Refuse(program, port);
        }
    }

    public static bool IsTaken(int port) => State(port) is not SocketError.Success;

    private static void Refuse(string program, int port)
    {
        var state = State(port);
        if (state is SocketError.AccessDenied)
        {
            throw new StartRefusedException(
                $"Port {port}, where {program} is to listen, is not for the user '{Environment.UserName}': choose one above 1023 with the setting AppHost:Ports:{program}.");
        }

        if (state is SocketError.AddressAlreadyInUse)
        {
            throw new StartRefusedException(
                $"Port {port}, where {program} is to listen, is taken by another program: stop that one, " +
                $"or choose another port with the setting AppHost:Ports:{program} (for example --AppHost:Ports:{program}={port + 1000}).");
        }
    }

    // "localhost" is both addresses: a server on either of them is enough to stop ours.
    private static SocketError State(int port)
    {
        var state = State(IPAddress.Loopback, port);
        return state is SocketError.Success && Socket.OSSupportsIPv6 ? State(IPAddress.IPv6Loopback, port) : state;
    }

    // A machine without IPv6 answers AddressNotAvailable: no program can have taken the port there.
    private static SocketError State(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return SocketError.Success;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }
}
