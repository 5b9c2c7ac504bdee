using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using Modular.Domain.Orders;

namespace Modular.Application.Orders;

/// <summary>Where a page of orders ended, as text that callers pass back and do not read.</summary>
internal static class OrderCursor
{
    private const int TextLength = 11;

    public static string At(OrderId id)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, id.Value);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The order, or null for anything that <see cref="At"/> never wrote.</summary>
    public static OrderId? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        if (text.Length != TextLength || Base64Url.DecodeFromChars(text, bytes, out _, out _) != OperationStatus.Done)
        {
            return null;
        }

        var id = new OrderId(BinaryPrimitives.ReadInt64BigEndian(bytes));
        return id.Value > 0 && At(id) == text ? id : null;
    }
}
