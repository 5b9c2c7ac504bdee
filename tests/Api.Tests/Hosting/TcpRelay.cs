using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Modular.Api.Tests.Hosting;

/// <summary>Stands between a program and a server on loopback: it can fall silent in the middle, as a machine does whose network is gone.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;
    private TaskCompletionSource _open = Opened();

    private TcpRelay(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>A relay to the server of a connection string.</summary>
    /// <returns>The relay, and the connection string that leads through it.</returns>
    public static (TcpRelay Relay, NpgsqlConnectionStringBuilder Connection) To(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var relay = new TcpRelay(server.Host!, server.Port);
        return (relay, new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = ((IPEndPoint)relay._listener.LocalEndpoint).Port });
    }

    /// <summary>Passes nothing on from now on, and ends no connection.</summary>
    public void FallSilent() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Passes on all that waits.</summary>
    public void GoOn() => _open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        GoOn();
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            _ = PassAsync(client);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(_host, _port, _end.Token);
            var (one, other) = (client.GetStream(), server.GetStream());
            await Task.WhenAny(PassAsync(one, other), PassAsync(other, one));
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to)
    {
        var bytes = new byte[16 * 1024];
        int length;
        while ((length = await from.ReadAsync(bytes, _end.Token)) > 0)
        {
            await _open.Task.WaitAsync(_end.Token);
            await to.WriteAsync(bytes.AsMemory(0, length), _end.Token);
        }
    }
}
