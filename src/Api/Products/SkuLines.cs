using System.Security.Cryptography;
using System.Text;
using Modular.Domain.Products;

namespace Modular.Api.Products;

/// <summary>
/// The line of each SKU of a file. By a digest, about 50 bytes each: of a million SKUs the texts would take several times as much memory.
/// </summary>
internal sealed class SkuLines
{
    private readonly Dictionary<UInt128, long> _lines = [];

    /// <summary>How many SKUs there are.</summary>
    public int Count => _lines.Count;

    /// <summary>Adds the SKU of a line; the line that has it already, if there is one.</summary>
    public long? Add(string sku, long line)
    {
        Span<byte> text = stackalloc byte[Sku.MaxLength];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.ASCII.GetBytes(sku, text)], hash);
        var digest = new UInt128(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[sizeof(ulong)..]));
        return _lines.TryAdd(digest, line) ? null : _lines[digest];
    }
}
