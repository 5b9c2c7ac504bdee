using System.Threading.Channels;

namespace Modular.Infrastructure.Orders;

/// <summary>Tells this node's relay that the outbox may have entries. Signals that come while it works are counted as one.</summary>
internal sealed class OutboxSignal
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rings.Writer.TryWrite(true);

    /// <summary>Waits for a ring.</summary>
    public ValueTask<bool> HearAsync(CancellationToken cancellationToken) => _rings.Reader.ReadAsync(cancellationToken);
}
