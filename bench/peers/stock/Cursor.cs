using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace Modular.StockPeer;

/// <summary>Where a page ended: the order's number, eight bytes big-endian, in base64url.</summary>
internal static class Cursor
{
    public static string At(long id)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, id);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryParse(string? text, out long id)
    {
        id = 0;
        if (text is null)
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[sizeof(long)];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done || written != sizeof(long))
        {
            return false;
        }

        id = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return true;
    }
}
