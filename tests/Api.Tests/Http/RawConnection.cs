using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Modular.Api.Tests.Http;

/// <summary>A TCP connection to a server: requests are any bytes, and answers are read by RFC 9112.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly List<byte> _received = [];
    private readonly byte[] _buffer = new byte[16384];

    private RawConnection(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
    }

    public static async Task<RawConnection> OpenAsync(Uri server)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        return new RawConnection(client);
    }

    /// <summary>Sends one request on a connection of its own.</summary>
    /// <exception cref="TimeoutException">There is no answer.</exception>
    public static async Task<HttpAnswer> AskAsync(Uri server, string request)
    {
        using var connection = await OpenAsync(server);
        return await connection.AskAsync(Encoding.Latin1.GetBytes(request), request.StartsWith("HEAD ", StringComparison.Ordinal), TimeSpan.FromSeconds(60))
            ?? throw new TimeoutException($"There is no answer to {request}");
    }

    /// <summary>Sends a request, and waits for its answer.</summary>
    /// <returns>The answer; null when there is none in time, or the server ended the connection.</returns>
    public async Task<HttpAnswer?> AskAsync(byte[] request, bool isHead, TimeSpan patience)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience);

        // Read beside writing: a server that has heard enough answers before it has heard all.
        var answer = ReadAsync(isHead, limit.Token);
        try
        {
            await _stream.WriteAsync(request, limit.Token);
        }
        catch (IOException)
        {
            // It has.
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            // It takes no more, and does not answer.
        }

        return await answer;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }

    private async Task<HttpAnswer?> ReadAsync(bool isHead, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var head = await TakeLinesAsync(cancellationToken);
                var status = int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture);
                if (status is >= 100 and < 200)
                {
                    continue;
                }

                var headers = head.Skip(1).Select(line => line.Split(": ", 2)).Select(parts => (parts[0], parts.Length > 1 ? parts[1] : "")).ToList();
                var answer = new HttpAnswer(status, headers, "");
                var hasBody = !isHead && status is not (204 or 304);
                return hasBody ? answer with { Body = await BodyAsync(answer, cancellationToken) } : answer;
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or SocketException)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private async Task<string> BodyAsync(HttpAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Header("Content-Length") is { } length)
        {
            return Encoding.UTF8.GetString(await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken));
        }

        var body = new List<byte>();
        if (answer.Header("Transfer-Encoding") != "chunked")
        {
            while (await ReceiveAsync(cancellationToken))
            {
                // Until the end of the connection.
            }

            return Encoding.UTF8.GetString([.. _received]);
        }

        while (true)
        {
            var size = int.Parse(await TakeLineAsync(cancellationToken), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            body.AddRange(await TakeAsync(size, cancellationToken));
            await TakeLineAsync(cancellationToken);

            // A stream of events has no end: its first chunk is enough.
            if (size == 0 || answer.Header("Content-Type") == "text/event-stream")
            {
                return Encoding.UTF8.GetString([.. body]);
            }
        }
    }

    private async Task<List<string>> TakeLinesAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (await TakeLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    private async Task<string> TakeLineAsync(CancellationToken cancellationToken)
    {
        int end;
        while ((end = _received.IndexOf((byte)'\n')) < 0)
        {
            await MoreAsync(cancellationToken);
        }

        return Encoding.Latin1.GetString(await TakeAsync(end + 1, cancellationToken)).TrimEnd('\r', '\n');
    }

    private async Task<byte[]> TakeAsync(int count, CancellationToken cancellationToken)
    {
        while (_received.Count < count)
        {
            await MoreAsync(cancellationToken);
        }

        var taken = _received.GetRange(0, count).ToArray();
        _received.RemoveRange(0, count);
        return taken;
    }

    private async Task MoreAsync(CancellationToken cancellationToken)
    {
        if (!await ReceiveAsync(cancellationToken))
        {
            throw new IOException("The server ended the connection.");
        }
    }

    private async Task<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        var count = await _stream.ReadAsync(_buffer, cancellationToken);
        _received.AddRange(_buffer.AsSpan(0, count));
        return count > 0;
    }
}
