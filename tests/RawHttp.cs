using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Modular;

/// <summary>Sends bytes that no HTTP client would send, and reads the answer until the server closes the connection.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="server">Where to.</param>
    /// <param name="call">Method and address.</param>
    /// <param name="headers">Each with its line end.</param>
    /// <param name="body">As it goes over the wire, one byte a character.</param>
    /// <param name="host">Another <c>Host</c> than the server's.</param>
    public static async Task<Answer> SendAsync(Uri server, string call, string headers = "", string body = "", string? host = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.Latin1.GetBytes($"{call} HTTP/1.1\r\nHost: {host ?? server.Authority}\r\nConnection: close\r\n{headers}\r\n{body}"), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync(cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken);
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        end.ShouldBePositive($"{call} got no answer.");
        return new Answer(int.Parse(answer.Split(' ')[1], CultureInfo.InvariantCulture), answer[..end], answer[(end + 4)..]);
    }

    /// <summary>An answer.</summary>
    /// <param name="Status">The number of the status line.</param>
    /// <param name="Head">The status line and the headers.</param>
    /// <param name="Body">The bytes behind the empty line, with their chunk sizes.</param>
    internal sealed record Answer(int Status, string Head, string Body);
}
