namespace Modular.Infrastructure.Tests.Identity;

/// <summary>The body of an answer that stays away, though the headers came.</summary>
internal sealed class EndlessBody : MemoryStream
{
    private readonly TaskCompletionSource _beingRead = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a reader waits for the body.</summary>
    public Task BeingRead => _beingRead.Task;

    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        _beingRead.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
