using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Modular.Api.Tests.Suite;

/// <summary>Sends what no HTTP client would send.</summary>
internal static class RawAnswer
{
    /// <summary>The status of the answer to a request for orders with these bytes for a token.</summary>
    public static async Task<int> StatusAsync(Uri server, byte[] token)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        await using var stream = connection.GetStream();

        // Read beside writing: a server that has heard enough answers before it has heard all.
        var line = StatusLineAsync(stream);
        try
        {
            await stream.WriteAsync("GET /api/orders HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "u8.ToArray(), TestContext.Current.CancellationToken);
            await stream.WriteAsync(token, TestContext.Current.CancellationToken);
            await stream.WriteAsync("\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // It has.
        }

        return int.Parse((await line).Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static async Task<string> StatusLineAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        return await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
    }
}
