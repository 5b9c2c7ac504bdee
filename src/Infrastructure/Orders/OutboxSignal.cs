using System.Threading.Channels;

namespace Modular.Infrastructure.Orders;

/// <summary>Says on this node that the outbox may have something. Any number of rings while nobody listens are one.</summary>
internal sealed class OutboxSignal
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rings.Writer.TryWrite(true);

    /// <summary>Waits for a ring.</summary>
    public ValueTask<bool> HearAsync(CancellationToken cancellationToken) => _rings.Reader.ReadAsync(cancellationToken);
}
