using System.Net;
using System.Text;

namespace Modular.Api.Tests.Hosting;

/// <summary>A JSON body of which the first half is sent at once, and the second when the test says so.</summary>
internal sealed class HalfSentContent : HttpContent
{
    private readonly byte[] _body;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HalfSentContent(string json)
    {
        _body = Encoding.UTF8.GetBytes(json);
        Headers.ContentType = new("application/json");
    }

    /// <summary>Ends when the first half is on its way.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Sends the second half.</summary>
    public void Finish() => _go.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var cancelled = TestContext.Current.CancellationToken;
        await stream.WriteAsync(_body.AsMemory(0, _body.Length / 2), cancelled);
        await stream.FlushAsync(cancelled);
        _begun.TrySetResult();
        await _go.Task.WaitAsync(cancelled);
        await stream.WriteAsync(_body.AsMemory(_body.Length / 2), cancelled);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
