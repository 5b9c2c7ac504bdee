using System.Net.Sockets;
using System.Text;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>An answer of a provider whose body comes byte by byte, as the test says, and has no end.</summary>
/// <param name="head">The status line and the headers.</param>
internal sealed class SlowAnswer(string head)
{
    private readonly TaskCompletionSource<NetworkStream> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the head was sent.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Completes when the caller has ended the connection.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Sends one more byte of the body, if the caller still takes it.</summary>
    public async Task DripAsync(byte value, CancellationToken cancellationToken)
    {
        try
        {
            await (await _begun.Task).WriteAsync(new[] { value }, cancellationToken);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The caller has ended the connection.
        }
    }

    public async Task BeginAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"), cancellationToken);
        _begun.SetResult(stream);
    }

    public void End() => _ended.SetResult();
}
