using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>A provider on a socket of its own, which answers exactly the bytes that a test says: what no HTTP library would send.</summary>
internal sealed class RawProvider : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, byte[]> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SlowAnswer> _slow = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly Task _serving;

    public RawProvider(IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        var endpoint = (IPEndPoint)_listener.LocalEndpoint;
        Address = $"http://{endpoint}";
        _serving = ServeAsync();
    }

    /// <summary>Its base address, without a slash at its end.</summary>
    public string Address { get; }

    /// <summary>The heads of the requests, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>Answers a path with these bytes, and then ends the connection.</summary>
    public void Answer(string path, byte[] bytes) => _answers[path] = bytes;

    /// <summary>Answers a path with a body, after these lines of a head.</summary>
    public void Answer(string path, string head, byte[] body) =>
        Answer(path, [.. Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"), .. body]);

    public void Answer(string path, string json) => Answer(path, "HTTP/1.1 200 OK\nConnection: close\nContent-Type: application/json", Encoding.UTF8.GetBytes(json));

    /// <summary>Answers a path with a head, and leaves it to the test when bytes of the body follow.</summary>
    public SlowAnswer AnswerSlowly(string path, string head)
    {
        var slow = new SlowAnswer(head);
        _slow[path] = slow;
        return slow;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            using var connection = await _listener.AcceptTcpClientAsync(_end.Token);
            await using var stream = connection.GetStream();
            var head = await HeadAsync(stream);
            if (head.Length == 0)
            {
                continue;
            }

            _asked.Enqueue(head);
            if (_slow.TryRemove(head.Split(' ')[1], out var slow))
            {
                await slow.BeginAsync(stream, _end.Token);
                await HeadAsync(stream);
                slow.End();
                continue;
            }

            await stream.WriteAsync(_answers.GetValueOrDefault(head.Split(' ')[1]) ?? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _end.Token);
            connection.Client.Shutdown(SocketShutdown.Send);
            await HeadAsync(stream);
        }
    }

    // Up to the empty line, or the end.
    private async Task<string> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            try
            {
                var read = await stream.ReadAsync(buffer, _end.Token);
                if (read == 0)
                {
                    break;
                }

                head.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
            catch (IOException)
            {
                break;
            }
        }

        return head.ToString();
    }
}
